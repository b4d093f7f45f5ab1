// Package load finds out what each path is, hands it to the front end that
// reads it, and turns what comes back into models ready for checks.
package load

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/plan"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/mapping"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Standard is the path that means standard input.
const Standard = "-"

// Options steer loading. The zero value reads from the working directory.
type Options struct {
	// Dir is the directory that paths are relative to; the working directory
	// if empty.
	Dir string
	// Stdin is what the path "-" reads; nothing if nil.
	Stdin io.Reader
}

// Configuration is one configuration as checks see it.
type Configuration struct {
	lint.Subject
	// Resources is the number of resources that were read.
	Resources int
}

// Load reads every path. What cannot be read is in the errors; the rest is
// loaded all the same.
func Load(ctx context.Context, paths []string, o Options) ([]Configuration, []*source.Error) {
	var configurations []Configuration
	var errs []*source.Error
	for _, path := range paths {
		root, err := Read(ctx, path, o)
		if err != nil {
			errs = append(errs, readError(path, err))
			continue
		}
		c, unreadable := Build(root)
		configurations = append(configurations, c)
		errs = append(errs, unreadable...)
	}
	return configurations, errs
}

func readError(path string, err error) *source.Error {
	var e *source.Error
	if errors.As(err, &e) {
		return e
	}
	return &source.Error{Path: filepath.ToSlash(path), Message: err.Error()}
}

// Build turns a root into models, and collects what must never be printed.
func Build(root *iac.Root) (Configuration, []*source.Error) {
	model, before, errs := mapping.Build(root)
	return Configuration{
		Subject:   lint.Subject{Root: root.Name, Model: model, Before: before, Secrets: secrets(root)},
		Resources: len(root.Resources),
	}, slices.Concat(root.Errors, errs)
}

// secrets lists the sensitive texts of a root, longest first so that a secret
// that contains another one is blotted out whole.
func secrets(root *iac.Root) []string {
	seen := map[string]bool{}
	for _, r := range root.Resources {
		collectSecrets(r.Body, false, seen)
		collectSecrets(r.Change.Before, false, seen)
	}
	out := make([]string, 0, len(seen))
	for s := range seen {
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return compare(a, b)
	})
	return out
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func collectSecrets(v iac.Value, inherited bool, into map[string]bool) {
	secret := inherited || v.IsSensitive()
	if secret && (v.Kind() == iac.String || v.Kind() == iac.Number) {
		into[v.Scalar()] = true
	}
	for i := range v.Len() {
		collectSecrets(v.Index(i), secret, into)
	}
}

// Read reads one path with the front end that its content asks for.
func Read(ctx context.Context, path string, o Options) (*iac.Root, error) {
	if path == Standard {
		return readStandard(ctx, o)
	}
	full := path
	if o.Dir != "" && !filepath.IsAbs(path) {
		full = filepath.Join(o.Dir, path)
	}
	info, err := os.Stat(full)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, errors.New("there is no such file or directory.")
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, directoryError(full)
	case !info.Mode().IsRegular():
		return nil, errors.New("this is neither a regular file nor a directory.")
	}
	return plan.Read(ctx, filepath.ToSlash(path), func() (io.ReadCloser, error) { return os.Open(full) },
		plan.Options{Interest: mapping.Interest()})
}

// directoryError says what can be done with a directory, by what lies in it.
func directoryError(dir string) error {
	for _, pattern := range []string{"*.tf", "*.tofu", "*.tf.json"} {
		if found, _ := filepath.Glob(filepath.Join(dir, pattern)); len(found) > 0 {
			return errors.New("this directory holds Terraform configuration, which is linted through its plan: run terraform plan -out=tfplan, then terraform show -json tfplan > plan.json, and name plan.json.")
		}
	}
	return errors.New("this directory holds nothing to lint: name a Terraform plan, as terraform show -json prints it.")
}

// maxStandardInput bounds what is kept of standard input, which unlike a file
// cannot be read twice. 1 GiB is ten times the largest plan seen.
const maxStandardInput = 1 << 30

func readStandard(ctx context.Context, o Options) (*iac.Root, error) {
	if o.Stdin == nil {
		return nil, errors.New("there is no standard input.")
	}
	content, err := io.ReadAll(io.LimitReader(o.Stdin, maxStandardInput+1))
	if err != nil {
		return nil, fmt.Errorf("standard input could not be read: %w", err)
	}
	if len(content) > maxStandardInput {
		return nil, fmt.Errorf("standard input is larger than %d MiB: name a file instead.", maxStandardInput>>20)
	}
	return plan.Read(ctx, "<stdin>", func() (io.ReadCloser, error) { return source.Reader(content), nil },
		plan.Options{Interest: mapping.Interest()})
}
