package functions

import (
	"crypto/rsa"
	"encoding/base64"
	"errors"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"golang.org/x/crypto/ssh"
)

// maxKey bounds a private key in bytes: one of 16,384 bits has some 13,000, and
// the time grows with the cube of the size.
const maxKey = 16 << 10

func decryptFunction() function.Function {
	return plain(cty.String, params(param("ciphertext", cty.String), param("privatekey", cty.String)), nil,
		func(args []cty.Value) (cty.Value, error) {
			s, err := decrypt(args[0].AsString(), args[1].AsString())
			return cty.StringVal(s), err
		})
}

// decrypt never repeats what it was given: both the key and the result are secret.
func decrypt(ciphertext, key string) (string, error) {
	data, err := base64.StdEncoding.DecodeString(ciphertext)
	if err != nil {
		return "", function.NewArgErrorf(0, "must be base64-encoded")
	}
	if len(key) > maxKey {
		return "", function.NewArgErrorf(1, "the key is larger than the budget of %d bytes", maxKey)
	}
	raw, err := ssh.ParseRawPrivateKey([]byte(key))
	if err != nil {
		return "", function.NewArgErrorf(1, "must be a private key without a passphrase, in PEM or OpenSSH format")
	}
	private, ok := raw.(*rsa.PrivateKey)
	if !ok {
		return "", function.NewArgErrorf(1, "must be an RSA private key")
	}
	out, err := rsa.DecryptPKCS1v15(nil, private, data)
	if err != nil {
		return "", errors.New("cannot decrypt the text with this key")
	}
	return string(out), nil
}
