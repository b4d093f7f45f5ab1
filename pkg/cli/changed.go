package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	slashes "path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/appnetlint/appnetlint/pkg/git"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/lint/baseline"
	"github.com/appnetlint/appnetlint/pkg/load"
)

// branchPoint is the value of --changed-only without a revision.
const branchPoint = "the default branch"

func (o *lintOptions) registerChanged(flags *pflag.FlagSet) {
	flags.StringVar(&o.changedOnly, "changed-only", "",
		"lint only what has changed since the git revision `BASE`, and report what is new (default: since HEAD left the default branch)")
	flags.Lookup("changed-only").NoOptDefVal = branchPoint
}

// older is what was found before as well, and not reported.
type older struct {
	findings  int
	commit    string
	unchanged bool // nothing has changed at all
}

// tellOlder says what --changed-only left out.
func (o *lintOptions) tellOlder(stderr io.Writer) {
	switch {
	case o.older == nil || o.quiet:
		return
	case o.older.unchanged:
		fmt.Fprintf(stderr, "Nothing has changed since %.10s.\n", o.older.commit)
	}
	if o.older.findings == 0 {
		return
	}
	fmt.Fprintf(stderr, "%s not shown: they were there at %.10s already.\n",
		lint.Plural(o.older.findings, "older finding is", "older findings are"), o.older.commit)
}

// comparison is a repository now and at an earlier commit.
type comparison struct {
	*git.Repository
	commit  string
	then    []git.File
	changed []string        // paths from the top of the repository
	seen    map[string]bool // those that git knows or would add now
	dir     string          // where the program works, from the top
}

// findChanged lints the configurations that a change since a revision may have touched, as
// they are now and as they were, and keeps what is found only now.
func (o *lintOptions) findChanged(ctx context.Context, selected []*lint.Check, paths []string) (run, error) {
	if slices.Contains(paths, load.Standard) {
		return run{}, errors.New("--changed-only compares files in a git repository, and standard input is none")
	}
	c, err := o.compare(ctx)
	if err != nil {
		return run{}, fmt.Errorf("--changed-only: %w", err)
	}
	o.older = &older{commit: c.commit}
	if o.older.unchanged = len(c.changed) == 0; o.older.unchanged {
		return o.found(nil, nil, selected, paths), nil
	}
	configurations, errs, declared := o.lint(ctx, selected, paths, nil)
	configurations, errs = o.settings.wanted(configurations, errs)
	configurations = o.touched(c, configurations)
	r := o.found(configurations, errs, selected, paths)
	r.declared = declared
	if len(r.Findings) > 0 {
		before, err := o.earlier(ctx, c, configurations, selected, paths)
		if err != nil {
			return run{}, fmt.Errorf("--changed-only: %w", err)
		}
		compared := before.Compare(r.Findings, baseline.Scope{
			Rebase: o.rebased(c.Top()), Rules: lint.Names(selected),
			Exists: func(path string) bool { return c.seen[path] },
		})
		r.Findings, o.older.findings = compared.New, len(compared.Known)
	}
	if ctx.Err() != nil {
		return run{}, errInterrupted
	}
	o.settle(&r, configurations)
	o.tellNetwork(&r, configurations)
	return r, nil
}

// compare asks git what has changed.
func (o *lintOptions) compare(ctx context.Context) (*comparison, error) {
	dir, err := filepath.Abs(o.dir())
	if err == nil {
		dir, err = filepath.EvalSymlinks(dir)
	}
	if err != nil {
		return nil, fmt.Errorf("%s cannot be opened", o.dir())
	}
	repository, err := git.Open(ctx, dir)
	if err != nil {
		return nil, err
	}
	c := &comparison{Repository: repository}
	if c.dir, err = filepath.Rel(repository.Top(), dir); err != nil {
		return nil, err
	}
	revision := o.changedOnly
	if revision == branchPoint {
		revision = ""
	}
	if c.commit, err = repository.Base(ctx, revision); err != nil {
		return nil, err
	}
	if c.then, err = repository.Files(ctx, c.commit); err != nil {
		return nil, err
	}
	c.changed, c.seen, err = repository.Changed(ctx, c.then)
	return c, err
}

// fromTop is a path of a report as a path from the top of the repository.
func (c *comparison) fromTop(shown string) string {
	full := filepath.FromSlash(shown)
	if !filepath.IsAbs(full) {
		full = filepath.Join(c.Top(), c.dir, full)
	}
	rel, err := filepath.Rel(c.Top(), full)
	if err != nil {
		return shown
	}
	return filepath.ToSlash(rel)
}

// touched returns the configurations that the changes may have to do with: those that have
// a changed file in one of their folders or below. Files elsewhere may be read by functions
// such as file(), so that they touch all.
func (o *lintOptions) touched(c *comparison, configurations []load.Configuration) []load.Configuration {
	folders := make([]map[string]bool, len(configurations))
	all := map[string]bool{}
	for i, configuration := range configurations {
		folders[i] = c.folders(configuration)
		for dir := range folders[i] {
			all[dir] = true
		}
	}
	elsewhere := slices.ContainsFunc(c.changed, func(p string) bool { return !below(p, all) })
	var out []load.Configuration
	for i, configuration := range configurations {
		plan := len(configuration.Sources) == 0 // its file alone counts
		switch {
		case plan && slices.Contains(c.changed, c.fromTop(configuration.Root)),
			!plan && elsewhere,
			!plan && slices.ContainsFunc(c.changed, func(p string) bool { return below(p, folders[i]) }):
			out = append(out, configuration)
		}
	}
	return out
}

// folders are those of the files that a configuration is written in.
func (c *comparison) folders(configuration load.Configuration) map[string]bool {
	dirs := map[string]bool{}
	for _, file := range configuration.Sources {
		dirs[slashes.Dir(c.fromTop(file))] = true
	}
	return dirs
}

// below reports whether a path lies in one of some folders, at whatever depth.
func below(p string, folders map[string]bool) bool {
	for dir := slashes.Dir(p); ; dir = slashes.Dir(dir) {
		if folders[dir] {
			return true
		}
		if dir == "." || dir == "/" {
			return false
		}
	}
}

// earlier is what is found in configurations as they were at the commit: they are written
// into a folder of their own, which is removed again.
func (o *lintOptions) earlier(
	ctx context.Context, c *comparison, configurations []load.Configuration, selected []*lint.Check, paths []string,
) (_ *baseline.Baseline, err error) {
	top, err := os.MkdirTemp("", "appnetlint-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(top)) }()
	if top, err = filepath.EvalSymlinks(top); err != nil {
		return nil, err
	}
	folders := map[string]bool{}
	for _, configuration := range configurations {
		for dir := range c.folders(configuration) {
			folders[dir] = true
		}
	}
	wanted := slices.DeleteFunc(slices.Clone(c.then), func(f git.File) bool { return !isWanted(f, folders) })
	if err := c.Export(ctx, wanted, top); err != nil {
		return nil, err
	}
	if err := c.addUnversioned(top, folders); err != nil {
		return nil, err
	}
	then := *o
	then.chdir = filepath.Join(top, c.dir)
	roots, all := then.existing(c, top, configurations)
	if !all { // what is new may have been elsewhere
		roots = then.existingPaths(c, top, paths)
	}
	if len(roots) == 0 {
		return baseline.New(nil, nil), nil
	}
	before, errs, _ := then.lint(ctx, selected, roots, nil)
	r := then.found(before, errs, selected, roots)
	return baseline.New(r.Findings, then.rebased(top)), nil
}

// existing are the roots of configurations that were there already; all is set if each was.
func (o *lintOptions) existing(c *comparison, top string, configurations []load.Configuration) (roots []string, all bool) {
	named := make([]string, len(configurations))
	for i, configuration := range configurations {
		named[i] = configuration.Root
	}
	slices.Sort(named)
	named = slices.Compact(named)
	roots = o.existingPaths(c, top, named)
	return roots, len(roots) == len(named)
}

// existingPaths are the paths that were there already, in the folder of the earlier files.
func (o *lintOptions) existingPaths(c *comparison, top string, paths []string) []string {
	var out []string
	for _, p := range paths {
		p = filepath.FromSlash(p)
		if filepath.IsAbs(p) {
			p = filepath.Join(top, filepath.FromSlash(c.fromTop(p)))
		}
		if _, err := os.Stat(o.inDir(strings.TrimSuffix(p, "..."))); err == nil {
			out = append(out, p)
		}
	}
	return out
}

// maxWritten and maxBeside bound what is written for the comparison, in bytes: of a file
// that configurations are written in, and of others, which functions may read.
const (
	maxWritten = 8 << 20
	maxBeside  = 1 << 20
)

// written are the endings of files that configurations are written in.
var written = []string{".tf", ".tofu", ".json", ".jsonc", ".tfvars", ".hcl", ".bicep", ".bicepparam"}

func isWanted(f git.File, folders map[string]bool) bool {
	if slices.Contains(written, strings.ToLower(slashes.Ext(f.Path))) {
		return f.Size <= maxWritten
	}
	return f.Size <= maxBeside && below(f.Path, folders)
}

// addUnversioned adds to the earlier files what lies beside them and is in no version: values
// of variables that are kept out of the repository, and the modules that were downloaded.
func (c *comparison) addUnversioned(to string, folders map[string]bool) error {
	from, err := os.OpenRoot(c.Top())
	if err != nil {
		return err
	}
	defer from.Close() //nolint:errcheck // nothing was written
	into, err := os.OpenRoot(to)
	if err != nil {
		return err
	}
	defer into.Close() //nolint:errcheck // nothing is buffered
	for dir := range folders {
		if strings.HasPrefix(dir, "..") || slashes.IsAbs(dir) {
			continue
		}
		entries, err := fs.ReadDir(from.FS(), dir)
		if err != nil {
			continue
		}
		for _, e := range entries {
			if name := slashes.Join(dir, e.Name()); e.Type().IsRegular() && !c.seen[name] {
				if err := copyFile(from, into, name); err != nil {
					return err
				}
			}
		}
		if err := copyModules(from, into, slashes.Join(dir, ".terraform", "modules")); err != nil {
			return err
		}
	}
	return nil
}

func copyModules(from, into *os.Root, dir string) error {
	return fs.WalkDir(from.FS(), dir, func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil: // there are none, or they cannot be read now either
			return nil //nolint:nilerr // see above
		case e.Type().IsRegular() && slices.Contains(written, slashes.Ext(name)):
			return copyFile(from, into, name)
		}
		return nil
	})
}

// copyFile copies a file that is not there yet and not too large.
func copyFile(from, into *os.Root, name string) error {
	info, err := from.Stat(name)
	if err != nil || info.Size() > maxWritten {
		return nil //nolint:nilerr // it is not read now either
	}
	content, err := from.ReadFile(name)
	if err != nil {
		return nil //nolint:nilerr // it is not read now either
	}
	if err := into.MkdirAll(slashes.Dir(name), 0o700); err != nil {
		return err
	}
	if _, err := into.Lstat(name); err == nil {
		return nil
	}
	return into.WriteFile(name, content, 0o600)
}
