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

// maxPasses bounds how often fixes are worked out: one may make room for another.
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
	return sinks, o.showFixes(ctx, r, selected, paths, stdout, stderr)
}

func (o *lintOptions) fixer(r *run, paths []string) *fix.Fixer {
	return fix.New(o.chdir, paths, r.declared, o.overlay)
}

// fixes are what fixing comes to.
type fixes struct {
	changes []fix.Change
	fixed   int
	left    []fix.Left
	after   run // what is found then
}

// fixAll works out fixes until there are no more. Nothing is written: what files would hold
// stands in for what they hold.
func (o *lintOptions) fixAll(ctx context.Context, r *run, selected []*lint.Check, paths []string) (fixes, error) {
	f := fixes{after: *r}
	defer func() { o.overlay = nil }()
	for range maxPasses {
		fixer := o.fixer(&f.after, paths)
		out := fixer.Plan(f.after.Findings)
		f.left = out.Left
		if len(out.Changes) == 0 {
			break
		}
		f.changes = fix.Merge(f.changes, out.Changes)
		f.fixed += out.Fixed
		o.overlay = fixer.Overlay(f.changes)
		next, err := o.find(ctx, selected, paths, nil)
		if err != nil {
			return f, err
		}
		f.after = next
	}
	return f, nil
}

// applyFixes writes fixes, and leaves in the run what is still found.
func (o *lintOptions) applyFixes(ctx context.Context, r *run, selected []*lint.Check, paths []string, stderr io.Writer) error {
	f, err := o.fixAll(ctx, r, selected, paths)
	if err != nil {
		return err
	}
	if failed := o.fixer(r, paths).Write(f.changes); failed != nil {
		if *r, err = o.find(ctx, selected, paths, nil); err != nil { // of what is on disk now
			return err
		}
		r.Errors = append(r.Errors, &source.Error{Message: "A fix could not be written: " + failed.Error() + "."})
		return nil
	}
	*r = f.after
	return o.tellFixes(stderr, "Fixed", f)
}

// showFixes prints what fixes would change.
func (o *lintOptions) showFixes(ctx context.Context, r *run, selected []*lint.Check, paths []string, stdout, stderr io.Writer) error {
	then := *o // what is told of the run is that of the files as they are
	f, err := then.fixAll(ctx, r, selected, paths)
	if err != nil {
		return err
	}
	hidden, err := fix.WriteDiff(stdout, f.changes, fix.Hidden{Places: r.Private, Texts: r.Secrets})
	if err != nil {
		return err
	}
	if hidden > 0 && !o.quiet {
		fmt.Fprintf(stderr, "%s not shown, because of values beside it that must not be printed.\n",
			lint.Plural(hidden, "change is", "changes are"))
	}
	return o.tellFixes(stderr, "--fix would fix", f)
}

// tellFixes says on standard error what was fixed, and what was not.
func (o *lintOptions) tellFixes(stderr io.Writer, verb string, f fixes) error {
	if o.quiet {
		return nil
	}
	var b strings.Builder
	if f.fixed > 0 {
		fmt.Fprintf(&b, "%s %s in %s.\n", verb, lint.Plural(f.fixed, "finding", "findings"), lint.Plural(len(f.changes), "file", "files"))
	}
	for _, l := range f.left {
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
