package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/appnetlint/appnetlint/pkg/fix"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/load"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/report"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// maxPasses bounds how often fixes are applied: one may make room for another.
const maxPasses = 8

func (o *lintOptions) checkFixing(paths []string) error {
	switch {
	case o.fix && o.diff:
		return errors.New("--fix and --diff exclude each other: --diff shows what --fix would change")
	case (o.fix || o.diff) && slices.Contains(paths, load.Standard):
		return errors.New("standard input cannot be fixed: name the files")
	}
	return nil
}

// mend does what --fix and --diff ask for, and works out fixes for the formats that
// show them. It returns the reports that are still to be written.
func (o *lintOptions) mend(
	ctx context.Context, r *run, sinks []sink, selected []*lint.Check, paths []string, stdout, stderr io.Writer,
) ([]sink, error) {
	if o.fix {
		if err := o.applyFixes(ctx, r, selected, paths, stderr); err != nil {
			return nil, err
		}
	}
	if slices.ContainsFunc(sinks, func(s sink) bool { return s.format == report.SARIF }) {
		o.fixer(r, paths).Resolve(r.Findings)
	}
	if !o.diff {
		return sinks, nil
	}
	sinks = slices.DeleteFunc(sinks, func(s sink) bool { return s.path == "" }) // the diff takes its place
	return sinks, o.showFixes(r, paths, stdout, stderr)
}

func (o *lintOptions) fixer(r *run, paths []string) *fix.Fixer {
	return fix.New(o.chdir, paths, r.declared)
}

// applyFixes applies fixes until there are no more, and leaves in the run what is
// still found.
func (o *lintOptions) applyFixes(ctx context.Context, r *run, selected []*lint.Check, paths []string, stderr io.Writer) error {
	var left []fix.Left
	var failed []*source.Error
	fixed, changed := 0, map[string]bool{}
	for range maxPasses {
		fixer := o.fixer(r, paths)
		out := fixer.Plan(r.Findings)
		left = out.Left
		if len(out.Changes) == 0 {
			break
		}
		if err := fixer.Write(out.Changes); err != nil {
			failed = append(failed, &source.Error{Message: "A fix could not be written: " + err.Error() + "."})
			break
		}
		fixed += out.Fixed
		for _, c := range out.Changes {
			changed[c.File.Path] = true
		}
		next, err := o.find(ctx, selected, paths, nil)
		if err != nil {
			return err
		}
		*r = next
	}
	r.Errors = append(r.Errors, failed...)
	if o.quiet {
		return nil
	}
	return tellFixes(stderr, "Fixed", fixed, len(changed), left)
}

// showFixes prints what fixes would change.
func (o *lintOptions) showFixes(r *run, paths []string, stdout, stderr io.Writer) error {
	out := o.fixer(r, paths).Plan(r.Findings)
	hidden, err := fix.WriteDiff(stdout, out.Changes, fix.Hidden{Places: r.Private, Texts: r.Secrets})
	if err != nil || o.quiet {
		return err
	}
	if hidden > 0 {
		fmt.Fprintf(stderr, "%s not shown, because of values beside it that must not be printed.\n",
			lint.Plural(hidden, "change is", "changes are"))
	}
	return tellFixes(stderr, "--fix would fix", out.Fixed, len(out.Changes), out.Left)
}

// tellFixes says on standard error what was fixed, and what was not.
func tellFixes(stderr io.Writer, verb string, fixed, files int, left []fix.Left) error {
	var b strings.Builder
	if fixed > 0 {
		fmt.Fprintf(&b, "%s %s in %s.\n", verb, lint.Plural(fixed, "finding", "findings"), lint.Plural(files, "file", "files"))
	}
	for _, l := range left {
		where := l.Finding.Root
		if at := l.Finding.At; at.HasText() {
			where = fmt.Sprintf("%s:%d", at.File.Path, at.File.Position(at.Start, source.Runes).Line)
		}
		fmt.Fprintf(&b, "%s: %s is not fixed: %s.\n", where, l.Finding.Check.Name, l.Why)
	}
	_, err := io.WriteString(stderr, b.String())
	return err
}

// declarations collects what each block of the source makes, from configurations that
// are read side by side.
type declarations struct {
	mu  sync.Mutex
	dir string // where the program works
	all *fix.Declared
}

func (d *declarations) add(c *load.Configuration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	m := c.Model
	d.all.Root(c.Root, c.Complete && len(m.Incomplete) == 0, c.Planned || !isSource(d.dir, c.Root))
	addAll(d.all, c.Root, m.Sites)
	addAll(d.all, c.Root, m.Subnets)
	addAll(d.all, c.Root, m.PrivateEndpoints)
	addAll(d.all, c.Root, m.Zones)
}

func addAll[P network.Subject](d *fix.Declared, root string, parts []P) {
	for _, p := range parts {
		d.Add(root, p.Common())
	}
}

// isSource reports whether a configuration is a folder of Terraform or files of Bicep,
// as against a plan or template.
func isSource(dir, root string) bool {
	switch strings.ToLower(filepath.Ext(root)) {
	case ".bicep", ".bicepparam":
		return true
	}
	if !filepath.IsAbs(root) {
		root = filepath.Join(dir, root)
	}
	info, err := os.Stat(root)
	return err == nil && info.IsDir()
}
