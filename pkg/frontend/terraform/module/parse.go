package module

import (
	"bytes"
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	hcljson "github.com/hashicorp/hcl/v2/json"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// severalAtOnce is from how many bytes on the files of a folder are parsed side
// by side; below, starting goroutines is not worth it.
const severalAtOnce = 32 << 10

// parsed is a file that was read.
type parsed struct {
	file     *source.File
	name     string
	override bool
	body     hcl.Body // nil if there is nothing to use
	broken   []int    // offsets of syntax errors, ascending
	errors   []*source.Error
}

// parseAll reads and parses files of a folder, in the order of their names.
func (l *Loader) parseAll(dir place, names []string) []*parsed {
	files, size := make([]*parsed, len(names)), int64(0)
	for i, name := range names {
		p := dir.join(name)
		files[i] = &parsed{name: name, override: isOverride(name)}
		content, err := l.content(p)
		size += int64(len(content))
		if err == nil && size > l.options.MaxFolderSize {
			content, err = nil, p.errorf("The configuration of this folder is larger than %d bytes.", l.options.MaxFolderSize)
		}
		files[i].file = newFile(p.shown, content)
		if err != nil {
			files[i].errors = []*source.Error{asError(err)}
		}
	}
	workers := 1
	if size > severalAtOnce {
		workers = min(runtime.GOMAXPROCS(0), len(files))
	}
	var next atomic.Int64
	var done sync.WaitGroup
	for range workers {
		done.Go(func() {
			for i := next.Add(1) - 1; int(i) < len(files); i = next.Add(1) - 1 {
				files[i].parse(l.options.MaxDepth)
			}
		})
	}
	done.Wait()
	return files
}

// newFile returns the file without a byte order mark. Its content is not nil:
// it is no streamed file.
func newFile(path string, content []byte) *source.File {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	if content == nil {
		content = []byte{}
	}
	return source.NewFile(path, content)
}

func (p *parsed) parse(maxDepth int) {
	if len(p.errors) > 0 {
		return
	}
	body, diags := parseText(p.file, isJSON(p.name), maxDepth)
	p.body = body
	for _, d := range diags {
		if d.Severity == hcl.DiagError && d.Subject != nil {
			p.broken = append(p.broken, d.Subject.Start.Byte)
		}
	}
	p.errors = errorsIn(p.file, diags)
}

// parseText parses native syntax or JSON. The body is nil if the text cannot be
// used at all. It does not panic whatever the text is.
func parseText(f *source.File, asJSON bool, maxDepth int) (body hcl.Body, diags hcl.Diagnostics) {
	if at := invalidUTF8(f.Content); at >= 0 {
		return nil, hcl.Diagnostics{{
			Severity: hcl.DiagError, Summary: "Invalid character encoding", Detail: "The file is not UTF-8 text.",
			Subject: byteRange(f.Path, at, at+1).Ptr(),
		}}
	}
	defer func() {
		if r := recover(); r != nil {
			body, diags = nil, hcl.Diagnostics{{
				Severity: hcl.DiagError, Summary: "Unreadable", Detail: fmt.Sprintf("The parser failed: %v.", r),
				Subject: byteRange(f.Path, 0, 0).Ptr(),
			}}
		}
	}()
	if asJSON {
		return parseJSON(f, maxDepth)
	}
	if d := checkNative(f.Content, f.Path, maxDepth); d != nil {
		return nil, hcl.Diagnostics{d}
	}
	file, diags := hclsyntax.ParseConfig(f.Content, f.Path, hcl.InitialPos)
	if file == nil {
		return nil, diags
	}
	return file.Body, diags
}

func parseJSON(f *source.File, maxDepth int) (hcl.Body, hcl.Diagnostics) {
	if d := checkJSON(f.Content, f.Path, maxDepth); d != nil {
		return nil, hcl.Diagnostics{d}
	}
	file, diags := hcljson.Parse(f.Content, f.Path)
	if file == nil || diags.HasErrors() {
		return nil, diags // what the parser could make of it may be anything
	}
	return file.Body, diags
}

// invalidUTF8 is the offset of the first byte that is not UTF-8, or -1.
func invalidUTF8(text []byte) int {
	if utf8.Valid(text) {
		return -1
	}
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// unquote returns the text of the inside of a JSON string, or the inside as it
// is if that is malformed.
func unquote(raw []byte) []byte {
	if bytes.IndexByte(raw, '\\') < 0 {
		return raw
	}
	var s string
	if err := json.Unmarshal([]byte(`"`+string(raw)+`"`), &s); err != nil {
		return raw
	}
	return []byte(s)
}

// maxErrors is how many errors are told of one file: an error early in a file
// often makes the rest unreadable.
const maxErrors = 20

func errorsIn(f *source.File, diags hcl.Diagnostics) []*source.Error {
	var out []*source.Error
	for _, d := range diags {
		if d.Severity != hcl.DiagError {
			continue
		}
		if len(out) == maxErrors {
			out = append(out, &source.Error{At: out[maxErrors-1].At, Path: f.Path, Message: "There are more errors in this file."})
			break
		}
		out = append(out, errorIn(f, d))
	}
	return out
}

func errorIn(f *source.File, d *hcl.Diagnostic) *source.Error {
	e := &source.Error{At: source.Range{File: f}, Path: f.Path, Message: sentence(d)}
	if d.Subject != nil {
		e.At = rangeIn(f, *d.Subject)
	}
	return e
}

func sentence(d *hcl.Diagnostic) string {
	if d.Detail == "" {
		return d.Summary + "."
	}
	return d.Summary + ": " + strings.Join(strings.Fields(d.Detail), " ")
}

func asError(err error) *source.Error {
	if e, ok := err.(*source.Error); ok { //nolint:errorlint // these are not wrapped
		return e
	}
	return &source.Error{Message: err.Error()}
}
