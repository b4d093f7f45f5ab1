// Package baseline remembers findings that were there before, so that only new ones
// count. What it knows of a finding survives moved lines, renamed files, new formatting
// and comments: the rule, the address of the resource, and what was said of it.
package baseline

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

// FileName is what a baseline is called.
const FileName = ".appnetlint-baseline.json"

// MaxSize is how large a baseline may be, in bytes.
const MaxSize = 64 << 20

// version is that of the format.
const version = 1

// Entry is what a baseline remembers of a finding.
type Entry struct {
	Rule string `json:"rule"`
	// Address names the resource; it is empty for what belongs to none.
	Address string `json:"address,omitempty"`
	// Path is the file in which it was found. It begins at the folder of the baseline.
	Path string `json:"path,omitempty"`
	// Root is the configuration in which it was found, where that is neither the file
	// nor the folder of the file.
	Root string `json:"root,omitempty"`
	// Fingerprint recognises the finding wherever it is.
	Fingerprint string `json:"fingerprint"`
	// Count is how many equal findings there are, where it is more than one.
	Count int `json:"count,omitempty"`
	// Message is how the message begins. It is for people alone.
	Message string `json:"message"`
}

// Baseline is the content of a file.
type Baseline struct {
	Entries []Entry
}

type document struct {
	Version  int     `json:"version"`
	Findings []Entry `json:"findings"`
}

// shown is how much of a message is kept, in characters.
const shown = 100

// New returns the baseline of findings. rebase makes their paths begin at the folder of
// the file.
func New(findings []lint.Finding, rebase func(string) string) *Baseline {
	counted := map[Entry]int{}
	for i := range findings {
		counted[entryOf(&findings[i], rebase)]++
	}
	b := &Baseline{}
	for e, n := range counted {
		if n > 1 {
			e.Count = n
		}
		b.Entries = append(b.Entries, e)
	}
	b.sort()
	return b
}

func (b *Baseline) sort() {
	slices.SortFunc(b.Entries, func(x, y Entry) int {
		return cmp.Or(
			cmp.Compare(x.Path, y.Path), cmp.Compare(x.Root, y.Root), cmp.Compare(x.Address, y.Address), cmp.Compare(x.Rule, y.Rule),
			cmp.Compare(x.Fingerprint, y.Fingerprint), cmp.Compare(x.Message, y.Message), cmp.Compare(x.Count, y.Count),
		)
	})
}

func entryOf(f *lint.Finding, rebase func(string) string) Entry {
	e := Entry{
		Rule: f.Check.Name, Address: f.Address, Path: rebase(pathOf(f)), Root: rebase(f.Root),
		Fingerprint: fingerprint(f), Message: head(f.Message),
	}
	if e.Root == e.Path || e.Root == path.Dir(e.Path) {
		e.Root = ""
	}
	return e
}

// pathOf is the file of a finding; the configuration where none is told.
func pathOf(f *lint.Finding) string {
	if f.At.File != nil {
		return f.At.File.Path
	}
	return f.Root
}

// fingerprint is of what stays the same of a finding while files change around it. Of
// one without an address, that is the text that it points at.
func fingerprint(f *lint.Finding) string {
	subject := f.Address
	if subject == "" {
		subject = f.At.Text()
	}
	h := sha256.New()
	for _, part := range []string{f.Check.Name, squeeze(subject), squeeze(f.Message)} {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

func head(message string) string {
	message = squeeze(strings.ToValidUTF8(message, "\uFFFD"))
	if utf8.RuneCountInString(message) <= shown {
		return message
	}
	runes := []rune(message)[:shown-1]
	cut := string(runes)
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return cut + "…"
}

// Marshal returns the file: one finding a line, so that a difference is easy to read.
func (b *Baseline) Marshal() ([]byte, error) {
	var out bytes.Buffer
	fmt.Fprintf(&out, "{\n  \"version\": %d,\n  \"findings\": [", version)
	for i, e := range b.Entries {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString("\n    ")
		var line bytes.Buffer
		encoder := json.NewEncoder(&line)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(e); err != nil {
			return nil, err
		}
		out.Write(bytes.TrimSpace(line.Bytes()))
	}
	if len(b.Entries) > 0 {
		out.WriteString("\n  ")
	}
	out.WriteString("]\n}\n")
	return out.Bytes(), nil
}

// Parse reads a file. What is not a baseline is an error that does not repeat what is in it.
func Parse(content []byte) (*Baseline, error) {
	if len(content) > MaxSize {
		return nil, errors.New("it is too large for a baseline")
	}
	var d document
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&d); err != nil {
		return nil, errors.New("it is not a baseline: appnetlint baseline writes one" + at(content, err))
	}
	if decoder.More() {
		return nil, errors.New("there is more than a baseline in it")
	}
	if d.Version != version {
		return nil, fmt.Errorf("it is a baseline of version %d, and this program reads version %d", d.Version, version)
	}
	for i, e := range d.Findings {
		if e.Rule == "" || e.Fingerprint == "" || e.Count < 0 {
			return nil, fmt.Errorf("finding %d has no rule or fingerprint, or a wrong count", i+1)
		}
	}
	return &Baseline{Entries: d.Findings}, nil
}

// at says on which line a mistake of JSON is.
func at(content []byte, err error) string {
	offset := int64(-1)
	var syntax *json.SyntaxError
	var typ *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &typ):
		offset = typ.Offset
	}
	if offset < 0 || offset > int64(len(content)) {
		return ""
	}
	return fmt.Sprintf(" (line %d)", 1+bytes.Count(content[:offset], []byte("\n")))
}
