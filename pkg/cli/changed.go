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

	"github.com/appnetlint/appnetlint/pkg/config"
	"github.com/appnetlint/appnetlint/pkg/git"
	"github.com/appnetlint/appnetlint/pkg/git/touch"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/lint/baseline"
	"github.com/appnetlint/appnetlint/pkg/load"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// branchPoint is the value of --changed-only without a revision. Help shows it, and no
// revision can be called so, as none ends with a blank.
const branchPoint = "BASE "

// revision is a flag for a git revision.
type revision string

func (r *revision) Set(text string) error { *r = revision(text); return nil }
func (r *revision) String() string        { return string(*r) }
func (*revision) Type() string            { return "" } // help shows BASE alone

func (o *lintOptions) registerChanged(flags *pflag.FlagSet) {
	flags.Var((*revision)(&o.changedOnly), "changed-only",
		"lint only what has changed since the git revision BASE, and report what is new (default since HEAD left the default branch)")
	flags.Lookup("changed-only").NoOptDefVal = branchPoint
}

// older is what was found before as well, and not reported.
type older struct {
	findings  int
	commit    string
	unchanged bool // nothing has changed at all
	untouched bool // what has changed belongs to no configuration
}

// tellOlder says what --changed-only left out.
func (o *lintOptions) tellOlder(stderr io.Writer) {
	switch {
	case o.older == nil || o.quiet:
		return
	case o.older.unchanged:
		fmt.Fprintf(stderr, "Nothing has changed since %.10s.\n", o.older.commit)
	case o.older.untouched:
		fmt.Fprintf(stderr, "No configuration has changed since %.10s.\n", o.older.commit)
	}
	if o.older.findings == 0 {
		return
	}
	fmt.Fprintf(stderr, "%s not shown: %s there at %.10s already.\n",
		lint.Plural(o.older.findings, "older finding is", "older findings are"), pick(o.older.findings, "it was", "they were"), o.older.commit)
}

// comparison is a repository now and at an earlier commit.
type comparison struct {
	*git.Repository
	commit   string
	then     []git.File
	changed  []string        // paths from the top of the repository
	seen     map[string]bool // those that git knows or would add now
	dir      string          // where the program works, from the top
	all      bool            // the changes touch everything
	settings bool            // those of the configuration are among them
	touches  *touch.Set
	notes    []*source.Error
}

// findChanged lints the configurations that a change since a revision may have touched, as
// they are now and as they were, and keeps what is found only now.
func (o *lintOptions) findChanged(ctx context.Context, selected []*lint.Check, paths []string) (run, error) {
	if slices.Contains(paths, load.Standard) {
		return run{}, errors.New("--changed-only compares files in a git repository, and standard input is none")
	}
	r, err := o.findNew(ctx, selected, paths)
	switch {
	case ctx.Err() != nil:
		return run{}, errInterrupted
	case err != nil:
		return run{}, fmt.Errorf("--changed-only: %w", err)
	}
	return r, nil
}

func (o *lintOptions) findNew(ctx context.Context, selected []*lint.Check, paths []string) (run, error) {
	c, err := o.compare(ctx, paths)
	if err != nil {
		return run{}, err
	}
	top, err := os.OpenRoot(c.Top())
	if err != nil {
		return run{}, err
	}
	defer top.Close() //nolint:errcheck // nothing was written
	c.touches = c.set(top)
	now := *o
	now.wantedOnly = c.wants(c.touches, c.Top(), c.dir)
	configurations, errs, declared := now.lint(ctx, selected, paths, nil)
	configurations, errs = o.settings.wanted(configurations, errs)
	o.older = &older{commit: c.commit, unchanged: len(c.changed) == 0}
	o.older.untouched = !o.older.unchanged && len(configurations) == 0
	r := o.found(configurations, errs, selected, paths)
	r.declared = declared
	if ctx.Err() != nil {
		return run{}, ctx.Err()
	}
	o.settle(&r, configurations)
	o.tellNetwork(&r, configurations)
	if len(r.Findings) == 0 {
		return r, nil
	}
	before, err := o.earlier(ctx, c, configurations, selected, paths)
	if err != nil {
		return run{}, err
	}
	compared := before.Compare(r.Findings, baseline.Scope{
		Rebase: o.rebased(c.Top()), Rules: lint.Names(selected),
		Exists: func(path string) bool { return c.seen[path] },
	})
	r.Findings, o.older.findings = compared.New, len(compared.Known)
	r.Notes = append(r.Notes, c.notes...)
	return r, nil
}

// compare asks git what has changed.
func (o *lintOptions) compare(ctx context.Context, paths []string) (*comparison, error) {
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
	for _, p := range paths {
		if !filepath.IsLocal(c.fromTop(strings.TrimSuffix(p, "..."))) {
			return nil, fmt.Errorf("%s is not in the git repository %s", p, repository.Top())
		}
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
	if c.changed, c.seen, err = repository.Changed(ctx, c.then); err != nil {
		return nil, err
	}
	c.all = o.changesAll(c)
	return c, nil
}

// changesAll reports whether a file has changed that has to do with every configuration: the
// settings, or one that the command line names.
func (o *lintOptions) changesAll(c *comparison) bool {
	has := func(p string) bool { return p != "" && slices.Contains(c.changed, c.fromTop(p)) }
	dir := filepath.ToSlash(c.dir)
	c.settings = has(o.configFile) || o.configFile == "" && slices.ContainsFunc(c.changed, func(p string) bool {
		above := slashes.Dir(p)
		return slashes.Base(p) == config.FileName && (above == "." || above == dir || strings.HasPrefix(dir, above+"/"))
	})
	var given []string
	for _, p := range o.parameters {
		given = append(given, strings.TrimPrefix(p, "@"))
	}
	for _, v := range o.variables {
		given = append(given, v.File)
	}
	return c.settings || slices.ContainsFunc(given, has)
}

// set is what the changes touch, in the working tree or in the files as they were.
func (c *comparison) set(top *os.Root) *touch.Set {
	s := touch.New(top, c.changed)
	if c.all {
		s.TouchAll()
	}
	return s
}

// wants reports for a configuration whether the changes touch it.
func (c *comparison) wants(s *touch.Set, top, dir string) func(string) bool {
	return func(shown string) bool {
		p := pathFrom(top, dir, shown)
		return !filepath.IsLocal(filepath.FromSlash(p)) || s.Touches(p)
	}
}

// fromTop is a path of a report as a path from the top of the repository.
func (c *comparison) fromTop(shown string) string { return pathFrom(c.Top(), c.dir, shown) }

// pathFrom is a path as a path from a top folder, in which the program works in dir.
func pathFrom(top, dir, shown string) string {
	full := filepath.FromSlash(shown)
	if filepath.IsAbs(full) { // it may come through links
		if followed, err := filepath.EvalSymlinks(filepath.Dir(full)); err == nil {
			full = filepath.Join(followed, filepath.Base(full))
		}
	} else {
		full = filepath.Join(top, dir, full)
	}
	rel, err := filepath.Rel(top, full)
	if err != nil {
		return shown
	}
	return filepath.ToSlash(rel)
}

// folders are those of the files that configurations are written in.
func (c *comparison) folders(configurations []load.Configuration) map[string]bool {
	dirs := map[string]bool{}
	for _, configuration := range configurations {
		for _, file := range configuration.Sources {
			dirs[slashes.Dir(c.fromTop(file))] = true
		}
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

// earlier is what is found in what the changes touch as it was at the commit: the files are
// written into a folder of their own, which is removed again.
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
	// Nothing outside of a repository is read, and this marks the top of one.
	if err := os.Mkdir(filepath.Join(top, ".git"), 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(top)
	if err != nil {
		return nil, err
	}
	defer root.Close() //nolint:errcheck // nothing is buffered
	if err := c.restore(ctx, root, configurations, paths); err != nil {
		return nil, err
	}
	then := *o
	then.chdir, then.shard = filepath.Join(top, c.dir), shard{}
	then.wantedOnly = c.wants(c.set(root), top, c.dir)
	existing := then.existing(c, top, paths)
	if len(existing) == 0 {
		return baseline.New(nil, nil), nil
	}
	if selected, err = then.configureThen(c, top, selected); err != nil {
		return nil, err
	}
	before, errs, _ := then.lint(ctx, selected, existing, nil)
	before, errs = then.settings.wanted(before, errs)
	r := then.found(before, errs, selected, existing)
	then.settings.baseline = nil // what is in it is known already
	then.settle(&r, before)
	return baseline.New(r.Findings, then.rebased(top)), ctx.Err()
}

// configureThen takes the settings as they were, if these have changed. Where they cannot
// be read, those of now hold.
func (o *lintOptions) configureThen(c *comparison, top string, selected []*lint.Check) ([]*lint.Check, error) {
	now := o.settings
	if c.settings {
		if filepath.IsAbs(o.configFile) {
			o.configFile = filepath.Join(top, filepath.FromSlash(c.fromTop(o.configFile)))
		}
		if err := o.configure(io.Discard); err == nil {
			return o.settings.Select(config.Selection{Only: o.only, Enable: o.enable, Disable: o.disable})
		}
		o.settings = now
	}
	if now.path != "" {
		folder := filepath.Dir(filepath.FromSlash(c.fromTop(o.shown(now.path))))
		o.settings.rebase = config.RebaseTo(filepath.Join(top, folder), o.dir())
	}
	return selected, nil
}

// existing are the paths that were there already, in the folder of the earlier files.
func (o *lintOptions) existing(c *comparison, top string, paths []string) []string {
	var out []string
	for _, p := range paths {
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

// restore writes files as they were into a folder, as far as they matter: those of what the
// changes touch, and in further rounds what these led to then.
func (c *comparison) restore(ctx context.Context, top *os.Root, configurations []load.Configuration, paths []string) error {
	r := restoration{comparison: c, beside: c.folders(configurations), named: map[string]bool{}, dirs: map[string]bool{}}
	for _, p := range paths {
		r.named[slashes.Dir(c.fromTop(strings.TrimSuffix(p, "...")))] = true
	}
	for _, p := range c.changed {
		r.dirs[slashes.Dir(p)] = true
	}
	r.whole = slices.ContainsFunc(configurations, func(of load.Configuration) bool { return len(of.Sources) == 0 }) || // a plan is located in others
		slices.ContainsFunc(c.then, func(f git.File) bool { return f.Kind == git.Link })
	r.extend(c.touches)
	left := c.then
	for {
		var wanted, later []git.File
		for _, f := range left {
			if r.matters(f) {
				wanted = append(wanted, f)
			} else {
				later = append(later, f)
			}
		}
		if left = later; len(wanted) == 0 {
			break
		}
		pointers, err := c.Export(ctx, wanted, top.Name())
		if err != nil {
			return err
		}
		for _, p := range pointers {
			c.note(p, "It is in Git LFS, so that what it held at %.10s is not known; what is found with it counts as new.")
		}
		then := c.set(top)
		for dir := range r.dirs {
			then.Touches(dir)
		}
		for _, f := range wanted {
			then.Touches(f.Path)
		}
		r.extend(then)
	}
	return c.addUnversioned(top, r.beside)
}

// restoration is what matters of the files as they were.
type restoration struct {
	*comparison
	beside map[string]bool // folders whose other files may be read
	named  map[string]bool // those of files that are named: others belong to those
	dirs   map[string]bool // those of configurations
	reads  []*touch.Set
	whole  bool // all configurations matter
}

// extend adds what the changes touch.
func (r *restoration) extend(s *touch.Set) {
	extent := s.Extent()
	for _, p := range slices.Concat(extent.Paths, extent.Lost) {
		r.dirs[p], r.dirs[slashes.Dir(p)] = true, true
	}
	r.whole = r.whole || extent.Unknown
	r.reads = append(r.reads, s)
}

func (r *restoration) matters(f git.File) bool {
	dir, name := slashes.Dir(f.Path), slashes.Base(f.Path)
	data := func() bool {
		return below(f.Path, r.beside) || slices.ContainsFunc(r.reads, func(s *touch.Set) bool { return s.Reads(f.Path) })
	}
	switch {
	case f.Kind == git.Submodule:
		return false
	case f.Kind == git.Link, name == config.FileName, name == "bicepconfig.json":
		return f.Size <= maxWritten
	case touch.IsConfiguration(name):
		return f.Size <= maxWritten && (r.whole || r.dirs[dir] || data())
	case slices.Contains(written, strings.ToLower(slashes.Ext(name))):
		return f.Size <= maxWritten && (r.named[dir] || r.dirs[f.Path] || data())
	}
	return f.Size <= maxBeside && data()
}

// note says of a path what could not be seen.
func (c *comparison) note(p, format string) {
	shown, err := filepath.Rel(c.dir, filepath.FromSlash(p))
	if err != nil {
		shown = p
	}
	c.notes = append(c.notes, &source.Error{Path: filepath.ToSlash(shown), Message: fmt.Sprintf(format, c.commit)})
}

// addUnversioned adds to the earlier files what lies beside them and is in no version: values
// of variables that are kept out of the repository, the modules that were downloaded, and
// what is in submodules.
func (c *comparison) addUnversioned(into *os.Root, folders map[string]bool) error {
	from, err := os.OpenRoot(c.Top())
	if err != nil {
		return err
	}
	defer from.Close() //nolint:errcheck // nothing was written
	for _, f := range c.then {
		if f.Kind != git.Submodule || f.Path == ".git" {
			continue
		}
		if slices.Contains(c.changed, f.Path) {
			c.note(f.Path, "This is a submodule of which another commit was chosen; it is taken to be at %.10s as it is now.")
		}
		if err := copyModules(from, into, f.Path); err != nil {
			return err
		}
	}
	for dir := range folders {
		if !filepath.IsLocal(filepath.FromSlash(dir)) {
			continue
		}
		if err := c.addBeside(from, into, dir); err != nil {
			return err
		}
		if err := copyModules(from, into, slashes.Join(dir, ".terraform", "modules")); err != nil {
			return err
		}
	}
	return nil
}

func (c *comparison) addBeside(from, into *os.Root, dir string) error {
	entries, err := fs.ReadDir(from.FS(), dir)
	if err != nil {
		return nil //nolint:nilerr // it is not read now either
	}
	for _, e := range entries {
		if name := slashes.Join(dir, e.Name()); e.Type().IsRegular() && !c.seen[name] {
			if err := copyFile(from, into, name); err != nil {
				return err
			}
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
