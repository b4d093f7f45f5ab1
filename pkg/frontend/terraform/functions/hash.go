package functions

import (
	"crypto/md5"  //nolint:gosec // the language has it
	"crypto/sha1" //nolint:gosec // as above
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"hash"

	"github.com/zclconf/go-cty/cty/function"
)

func hashEntries() map[string]entry {
	return map[string]entry{
		"md5":          made(hashFunction(md5.New, hex.EncodeToString)),
		"sha1":         made(hashFunction(sha1.New, hex.EncodeToString)),
		"sha256":       made(hashFunction(sha256.New, hex.EncodeToString)),
		"sha512":       made(hashFunction(sha512.New, hex.EncodeToString)),
		"base64sha256": made(hashFunction(sha256.New, base64.StdEncoding.EncodeToString)),
		"base64sha512": made(hashFunction(sha512.New, base64.StdEncoding.EncodeToString)),
		"rsadecrypt":   made(decryptFunction()),
		"uuidv5":       made(uuidFunction()),
	}
}

func hashFunction(algorithm func() hash.Hash, encode func([]byte) string) function.Function {
	return text("str", func(s string) (string, error) { return digest(algorithm, encode, []byte(s)), nil })
}

func digest(algorithm func() hash.Hash, encode func([]byte) string, data []byte) string {
	h := algorithm()
	h.Write(data)
	return encode(h.Sum(nil))
}
