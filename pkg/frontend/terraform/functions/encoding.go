package functions

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/url"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/ianaindex"

	yaml "github.com/zclconf/go-cty-yaml"
)

func encodingEntries(l limits) map[string]entry {
	return map[string]entry{
		"base64decode":     made(text("str", decodeBase64)),
		"base64encode":     made(text("str", encodeBase64)),
		"base64gunzip":     made(text("str", func(s string) (string, error) { return gunzipped(s, l.bytes) })),
		"base64gzip":       made(text("str", gzipped)),
		"csvdecode":        made(stdlib.CSVDecodeFunc).within(csvFits),
		"jsondecode":       made(stdlib.JSONDecodeFunc).within(jsonFits),
		"jsonencode":       made(stdlib.JSONEncodeFunc),
		"textdecodebase64": made(charsetFunction("source", decodeCharset)),
		"textencodebase64": made(charsetFunction("string", encodeCharset)),
		"urldecode":        made(text("str", url.QueryUnescape)),
		"urlencode":        made(text("str", func(s string) (string, error) { return url.QueryEscape(s), nil })),
		"yamldecode":       made(yamlFunction(l)),
		"yamlencode":       made(yaml.YAMLEncodeFunc),
	}
}

func encodeBase64(s string) (string, error) {
	return base64.StdEncoding.EncodeToString([]byte(s)), nil
}

var errNotText = errors.New("the result is not UTF-8 text")

func decodeBase64(s string) (string, error) {
	data, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return "", errors.New("must be base64-encoded")
	}
	if !utf8.Valid(data) {
		return "", errNotText
	}
	return string(data), nil
}

// gzipped flushes before it closes, which adds an empty block: that is how the
// result is in Terraform, and users compare it.
func gzipped(s string) (string, error) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, s); err != nil {
		return "", err
	}
	if err := w.Flush(); err != nil {
		return "", err
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	return base64.StdEncoding.EncodeToString(b.Bytes()), nil
}

// gunzipped is what OpenTofu's base64gunzip does. It stops as soon as the text
// is too long.
func gunzipped(s string, limit int) (string, error) {
	data, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return "", errors.New("must be base64-encoded")
	}
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return "", errors.New("must be compressed by gzip")
	}
	out, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	switch {
	case err != nil:
		return "", errors.New("must be compressed by gzip")
	case len(out) > limit:
		return "", fmt.Errorf("the unpacked text would exceed the budget of %d bytes", limit)
	case !utf8.Valid(out):
		return "", errNotText
	}
	return string(out), nil
}

func charsetFunction(name string, body func(s string, e encoding.Encoding, charset string) (string, error)) function.Function {
	return plain(cty.String, params(param(name, cty.String), param("encoding", cty.String)), nil,
		func(args []cty.Value) (cty.Value, error) {
			charset := args[1].AsString()
			e, err := ianaindex.IANA.Encoding(charset)
			if err != nil || e == nil {
				return cty.NilVal, function.NewArgErrorf(1, "%q is not a supported IANA encoding name", charset)
			}
			s, err := body(args[0].AsString(), e, charset)
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			return cty.StringVal(s), nil
		})
}

func encodeCharset(s string, e encoding.Encoding, charset string) (string, error) {
	data, err := e.NewEncoder().Bytes([]byte(s))
	if err != nil {
		return "", fmt.Errorf("holds characters that %s does not have", charset)
	}
	return base64.StdEncoding.EncodeToString(data), nil
}

func decodeCharset(s string, e encoding.Encoding, charset string) (string, error) {
	data, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return "", errors.New("must be base64-encoded")
	}
	out, err := e.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(out, utf8.RuneError) {
		return "", fmt.Errorf("holds bytes that are nothing in %s", charset)
	}
	return string(out), nil
}

// yamlFunction decodes once, into a value whose aliases are shared, and then
// looks at how much that is when each stands for itself.
func yamlFunction(l limits) function.Function {
	return plain(cty.DynamicPseudoType, params(param("src", cty.String)), nil, func(args []cty.Value) (cty.Value, error) {
		src := args[0].AsString()
		if err := yamlFits(src, l); err != nil {
			return cty.NilVal, err
		}
		v, err := yaml.Standard.Unmarshal([]byte(src), cty.DynamicPseudoType)
		if err != nil {
			return cty.NilVal, function.NewArgError(0, err)
		}
		if _, err := l.weigh([]cty.Value{v}); err != nil {
			return cty.NilVal, errors.New("the document is too large: " + err.Error())
		}
		return v, nil
	})
}
