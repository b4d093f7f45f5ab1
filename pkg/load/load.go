// Package load finds out what each path is, hands it to the front end that
// reads it, and turns what comes back into models ready for checks.
package load

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

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
		return strings.Compare(a, b)
	})
	return out
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
		if o.Stdin == nil {
			return nil, fail(path, "There is no standard input.")
		}
		return readPlan(ctx, "<stdin>", o, func() (io.ReadCloser, error) { return io.NopCloser(o.Stdin), nil })
	}
	full := path
	if o.Dir != "" && !filepath.IsAbs(path) {
		full = filepath.Join(o.Dir, path)
	}
	info, err := os.Stat(full)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fail(path, "There is no such file or directory.")
	case err != nil:
		return nil, fail(path, "The file cannot be read: "+err.Error()+".")
	case info.IsDir():
		return nil, fail(path, aboutDirectory(full))
	case !info.Mode().IsRegular():
		return nil, fail(path, "This is neither a regular file nor a directory.")
	}
	return readPlan(ctx, filepath.ToSlash(path), o, func() (io.ReadCloser, error) { return os.Open(full) })
}

func readPlan(ctx context.Context, name string, o Options, open func() (io.ReadCloser, error)) (*iac.Root, error) {
	return plan.Read(ctx, name, open, plan.Options{
		Interest: mapping.Interest(),
		MajorOf:  mapping.ProviderMajor,
		Dir:      o.Dir,
	})
}

func fail(path, message string) error {
	return &source.Error{Path: filepath.ToSlash(path), Message: message}
}

// aboutDirectory says what can be done with a directory, by what lies in it.
func aboutDirectory(dir string) string {
	for _, pattern := range []string{"*.tf", "*.tofu", "*.tf.json"} {
		if found, _ := filepath.Glob(filepath.Join(dir, pattern)); len(found) > 0 {
			return "This directory holds Terraform configuration, which is linted through its plan: " +
				"run \"terraform plan -out=tfplan\" and \"terraform show -json tfplan > plan.json\", and name plan.json."
		}
	}
	return "This directory holds nothing to lint: name a Terraform plan, as \"terraform show -json\" prints it."
}
