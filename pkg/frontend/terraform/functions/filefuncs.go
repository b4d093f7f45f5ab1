package functions

import (
	"crypto/md5"  //nolint:gosec // the language has it
	"crypto/sha1" //nolint:gosec // as above
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

func (e *environment) fileEntries() map[string]entry {
	hashed := func(algorithm func() hash.Hash, encode func([]byte) string) entry {
		return made(e.fileFunction(func(data []byte) (string, error) { return digest(algorithm, encode, data), nil }))
	}
	return map[string]entry{
		"file":             made(e.fileFunction(contentOf)),
		"filebase64":       made(e.fileFunction(func(data []byte) (string, error) { return base64.StdEncoding.EncodeToString(data), nil })),
		"filebase64sha256": hashed(sha256.New, base64.StdEncoding.EncodeToString),
		"filebase64sha512": hashed(sha512.New, base64.StdEncoding.EncodeToString),
		"filemd5":          hashed(md5.New, hex.EncodeToString),
		"filesha1":         hashed(sha1.New, hex.EncodeToString),
		"filesha256":       hashed(sha256.New, hex.EncodeToString),
		"filesha512":       hashed(sha512.New, hex.EncodeToString),
		"fileexists":       asked(e.existsFunction()),
		"fileset":          asked(e.filesetFunction()),
		"abspath":          made(e.absFunction()),
		"basename":         made(text("path", func(s string) (string, error) { return baseOf(s), nil })),
		"dirname":          made(text("path", func(s string) (string, error) { return path.Dir(slashed(s)), nil })),
		"pathexpand":       made(expandFunction()),
	}
}

func baseOf(s string) string { return path.Base(slashed(s)) }

// unread is the result in place of what a file would have given.
func unread(ty cty.Type, name string, err error) cty.Value {
	v := cty.UnknownVal(ty)
	if ty != cty.DynamicPseudoType {
		v = v.RefineNotNull()
	}
	return v.Mark(Unread{Path: name, Why: why(err)})
}

// read returns the content of a file.
func (e *environment) read(name string) ([]byte, error) {
	if e.options.Files == nil {
		return nil, errNoFiles
	}
	if home(name) {
		return nil, errHome
	}
	data, err := e.options.Files.ReadFile(e.options.resolve(name))
	if err == nil && len(data) > e.limits.bytes {
		return nil, errLarge
	}
	return data, err
}

var (
	errNoFiles = errors.New("no files are read")
	errHome    = errors.New("it is in a home folder")
	errLarge   = errors.New("it is larger than the budget of text")
)

// home reports whether a path depends on who runs the program.
func home(name string) bool { return strings.HasPrefix(name, "~") }

func contentOf(data []byte) (string, error) {
	if !utf8.Valid(data) {
		return "", errors.New("the file is not UTF-8 text; filebase64 reads such files")
	}
	return string(data), nil
}

func (e *environment) fileFunction(body func(data []byte) (string, error)) function.Function {
	return plain(cty.String, params(param("path", cty.String)), nil, func(args []cty.Value) (cty.Value, error) {
		name := args[0].AsString()
		data, err := e.read(name)
		if errors.Is(err, errFolder) {
			return cty.NilVal, function.NewArgError(0, err)
		}
		if err != nil {
			return unread(cty.String, name, err), nil
		}
		s, err := body(data)
		if err != nil {
			return cty.NilVal, function.NewArgError(0, err)
		}
		return cty.StringVal(s), nil
	})
}

func (e *environment) existsFunction() function.Function {
	return plain(cty.Bool, params(param("path", cty.String)), nil, func(args []cty.Value) (cty.Value, error) {
		name := args[0].AsString()
		switch {
		case e.options.Files == nil:
			return unread(cty.Bool, name, errNoFiles), nil
		case home(name):
			return unread(cty.Bool, name, errHome), nil
		}
		found, err := e.options.Files.Exists(e.options.resolve(name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return cty.False, nil
		case errors.Is(err, errFolder), errors.Is(err, errNotFile):
			return cty.NilVal, function.NewArgError(0, err)
		case err != nil:
			return unread(cty.Bool, name, err), nil
		}
		return cty.BoolVal(found), nil
	})
}

func (e *environment) filesetFunction() function.Function {
	ty := cty.Set(cty.String)
	return plain(ty, params(param("path", cty.String), param("pattern", cty.String)), nil,
		func(args []cty.Value) (cty.Value, error) {
			name, pattern := args[0].AsString(), args[1].AsString()
			if !doublestar.ValidatePattern(pattern) {
				return cty.NilVal, function.NewArgErrorf(1, "is not a valid pattern")
			}
			if err := checkPattern(pattern); err != nil {
				return cty.NilVal, function.NewArgError(1, err)
			}
			names, err := e.glob(name, pattern)
			if err != nil {
				return unread(ty, path.Join(name, pattern), err), nil
			}
			if err := e.limits.count(len(names)); err != nil {
				return cty.NilVal, err
			}
			if len(names) == 0 {
				return cty.SetValEmpty(cty.String), nil
			}
			values := make([]cty.Value, len(names))
			for i, n := range names {
				values[i] = cty.StringVal(n)
			}
			return cty.SetVal(values), nil
		})
}

// What a pattern may ask for: a search tries each alternative of each group, and each
// depth for each **.
const (
	maxAlternatives = 1000
	maxAnyDepth     = 8
)

// checkPattern refuses patterns that take a search for ever.
func checkPattern(pattern string) error {
	alternatives, at, comma := 1, 1, 0
	for _, r := range pattern {
		switch r {
		case '{':
			comma++
			at = 1
		case ',':
			if comma > 0 {
				at++
			}
		case '}':
			alternatives *= at
			at = 1
		}
		if alternatives > maxAlternatives || at > maxAlternatives || comma > maxAlternatives {
			return fmt.Errorf("has more than the budget of %d alternatives", maxAlternatives)
		}
	}
	if strings.Count(pattern, "**") > maxAnyDepth {
		return fmt.Errorf("has ** more often than the budget of %d", maxAnyDepth)
	}
	return nil
}

func (e *environment) glob(name, pattern string) ([]string, error) {
	switch {
	case e.options.Files == nil:
		return nil, errNoFiles
	case home(name):
		return nil, errHome
	}
	names, err := e.options.Files.Glob(e.options.resolve(name), pattern)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return names, err
}

func (e *environment) absFunction() function.Function {
	return plain(cty.String, params(param("path", cty.String)), nil, func(args []cty.Value) (cty.Value, error) {
		name := args[0].AsString()
		if isAbs(name) {
			return cty.StringVal(path.Clean(slashed(name))), nil
		}
		if files, ok := e.options.Files.(Absolute); ok {
			return cty.StringVal(files.Abs(e.options.resolve(name))), nil
		}
		return cty.UnknownVal(cty.String), nil
	})
}

// expandFunction does not know where anybody's home folder is.
func expandFunction() function.Function {
	return plain(cty.String, params(param("path", cty.String)), nil, func(args []cty.Value) (cty.Value, error) {
		if home(args[0].AsString()) {
			return cty.UnknownVal(cty.String), nil
		}
		return args[0], nil
	})
}
