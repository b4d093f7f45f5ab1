// Package plan reads what "terraform show -json" and "tofu show -json" print of
// a plan or of a state.
//
// A plan can be far larger than what a reader wants of it: every value is in it
// up to four times, and most resources are of types that nobody asked for. So
// the text is streamed. One goroutine follows the brackets and copies only the
// resources that matter; workers turn these into values; when all are there,
// the configuration part of the plan tells which resource each value comes
// from, known or not.
package plan

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Options say what to read and how much of it.
type Options struct {
	// Interest tells what need not be read.
	Interest iac.Interest
	// Limits bound what a plan may cost.
	Limits Limits
	// MajorOf tells a provider's major version from a type and the attributes
	// that resources of the type have; 0 if they do not tell. A plan does not
	// name the version. Without the function it is told from the version
	// constraint alone.
	MajorOf func(typ string, has func(attribute string) bool) int
	// Dir is where to run terraform for a binary plan; the folder of the plan
	// if it is empty.
	Dir string
}

// Limits bound what reading may cost. A field that is zero stands for its
// default.
type Limits struct {
	// Resources is how many resources are read: 250,000 by default.
	Resources int
	// Depth is how deep values may be nested: 500 by default.
	Depth int
	// ResourceBytes is how large the text of one resource may be: 16 MiB by
	// default.
	ResourceBytes int
}

func (l Limits) withDefaults() Limits {
	if l.Resources <= 0 {
		l.Resources = 250_000
	}
	if l.Depth <= 0 {
		l.Depth = 500
	}
	if l.ResourceBytes <= 0 {
		l.ResourceBytes = 16 << 20
	}
	return l
}

// Read reads a plan or state. The name is how messages name it and, for a
// binary plan, where the file is. The error is a *source.Error if the input is
// none that this package reads or breaks off; what could not be read of an
// otherwise good input is in the root's Errors.
func Read(ctx context.Context, name string, open func() (io.ReadCloser, error), opts Options) (*iac.Root, error) {
	opts.Limits = opts.Limits.withDefaults()
	in, err := open()
	if err != nil {
		return nil, &source.Error{Path: name, Message: "The file cannot be opened: " + err.Error() + "."}
	}
	defer in.Close() //nolint:errcheck // nothing was written

	text, err := decodeText(in)
	if err != nil {
		return nil, readError(ctx, name, err)
	}
	if isZip(text.head) {
		return readBinary(ctx, name, text, opts)
	}
	reader := newReader(ctx, name, text, opts)
	reader.expect(sizeOf(in))
	root, err := reader.read()
	if err != nil {
		return nil, readError(ctx, name, err)
	}
	return root, nil
}

// sizeOf returns the size of a file in bytes; 0 where it is not known.
func sizeOf(in io.Reader) int64 {
	file, ok := in.(fs.File)
	if !ok {
		return 0
	}
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return 0
	}
	return info.Size()
}

// readError makes one sentence of what ended the reading.
func readError(ctx context.Context, name string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var syntax *syntaxError
	var said *source.Error
	switch {
	case errors.As(err, &said):
		return err
	case isTruncated(err):
		errors.As(err, &syntax)
		return &source.Error{Path: name, Message: fmt.Sprintf(
			"The file is truncated: it ends in the middle of a value, at line %d, byte %d.", syntax.line, syntax.offset)}
	case errors.As(err, &syntax):
		return &source.Error{Path: name, Message: "The file is not valid JSON: " + syntax.Error() + "."}
	}
	return &source.Error{Path: name, Message: "The file cannot be read: " + err.Error() + "."}
}
