package module

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	hcljson "github.com/hashicorp/hcl/v2/json"

	"github.com/appnetlint/appnetlint/pkg/source"
)

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
		files[i] = l.fetch(dir.join(name), name, l.options.MaxFolderSize-size)
		size += int64(len(files[i].file.Content))
	}
	if mayBeTooMuch(files) {
		checkTogether(files)
	}
	parseEach(files, size, l.options.MaxDepth)
	return files
}

// mayBeTooMuch reports, at a glance, whether the files may have too many tokens together.
func mayBeTooMuch(files []*parsed) bool {
	tokens := 0
	for _, f := range files {
		n := len(f.file.Content) + braceTokens*bytes.Count(f.file.Content, []byte("{"))
		if isJSON(f.name) {
			n *= jsonTokens
		}
		tokens += n
	}
	return tokens > maxTokens
}

// checkTogether leaves out the files with which a folder has too many tokens.
func checkTogether(files []*parsed) {
	left := maxTokens
	for _, f := range files {
		n := estimate(f.file.Content).tokens
		if isJSON(f.name) {
			n *= jsonTokens
		}
		switch {
		case len(f.errors) > 0:
		case n <= left:
			left -= n
		default:
			f.errors = []*source.Error{{Path: f.file.Path, Message: fmt.Sprintf(
				"With this file, the folder has more than %d words and signs; it is not read.", maxTokens)}}
		}
	}
}

// fetch reads a file of which at most room bytes are left for the folder.
func (l *Loader) fetch(p place, name string, room int64) *parsed {
	f := &parsed{name: name, override: isOverride(name)}
	content, err := l.content(p, min(room, l.options.MaxFileSize))
	if err != nil {
		f.errors = []*source.Error{asError(err)}
	}
	f.file = newFile(p.shown, content)
	return f
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

// parse parses the whole file.
func (p *parsed) parse(maxDepth int) {
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
	if bytes.HasPrefix(f.Content, []byte("\xff\xfe")) || bytes.HasPrefix(f.Content, []byte("\xfe\xff")) {
		return nil, hcl.Diagnostics{{
			Severity: hcl.DiagError, Summary: "Invalid character encoding", Detail: "The file is UTF-16; Terraform takes UTF-8 only.",
			Subject: byteRange(f.Path, 0, 2).Ptr(),
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
		return nil, diags[:min(len(diags), 1)] // what the parser makes of the rest may be anything
	}
	return file.Body, diags
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
		e := errorIn(f, d)
		if len(out) > 0 && d.Subject != nil && out[len(out)-1].At.Start == e.At.Start {
			continue // an error and its consequence
		}
		out = append(out, e)
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
