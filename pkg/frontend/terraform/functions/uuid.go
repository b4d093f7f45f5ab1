package functions

import (
	"crypto/sha1" //nolint:gosec // version 5 of UUIDs is defined by it
	"encoding/hex"
	"errors"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// The namespaces that RFC 9562, section 6.6, gives a name.
var namespaces = map[string]string{
	"dns":  "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
	"url":  "6ba7b811-9dad-11d1-80b4-00c04fd430c8",
	"oid":  "6ba7b812-9dad-11d1-80b4-00c04fd430c8",
	"x500": "6ba7b814-9dad-11d1-80b4-00c04fd430c8",
}

func uuidFunction() function.Function {
	return plain(cty.String, params(param("namespace", cty.String), param("name", cty.String)), nil,
		func(args []cty.Value) (cty.Value, error) {
			namespace, ok := namespaces[args[0].AsString()]
			if !ok {
				namespace = args[0].AsString()
			}
			space, err := parseUUID(namespace)
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			return cty.StringVal(uuidv5(space, args[1].AsString())), nil
		})
}

// uuidv5 returns the UUID of a name within a namespace: RFC 9562, section 5.5.
func uuidv5(space []byte, name string) string {
	h := sha1.New() //nolint:gosec // see above
	h.Write(space)
	h.Write([]byte(name))
	id := h.Sum(nil)[:16]
	id[6] = id[6]&0x0f | 0x50
	id[8] = id[8]&0x3f | 0x80
	s := hex.EncodeToString(id)
	return s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}

var errUUID = errors.New("the namespace must be dns, url, oid, x500 or a UUID")

// parseUUID reads a UUID, also with urn:uuid: before it, in braces, or without
// its hyphens.
func parseUUID(s string) ([]byte, error) {
	switch len(s) {
	case 36 + 9:
		if !strings.EqualFold(s[:9], "urn:uuid:") {
			return nil, errUUID
		}
		s = s[9:]
	case 36 + 2:
		s = s[1:37]
	case 36, 32:
	default:
		return nil, errUUID
	}
	if len(s) == 36 {
		if s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
			return nil, errUUID
		}
		s = s[:8] + s[9:13] + s[14:18] + s[19:23] + s[24:]
	}
	id, err := hex.DecodeString(s)
	if err != nil {
		return nil, errUUID
	}
	return id, nil
}
