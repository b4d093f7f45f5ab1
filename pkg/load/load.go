// Package load finds out what each path is, hands it to the front end that
// reads it, and turns what comes back into models ready for checks.
package load

import (
	"bufio"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/config"
	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/module"
	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/plan"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/lint/suppress"
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
	// Recursive looks for configurations in the folders below a folder, too.
	Recursive bool
	// Variables are values for Terraform's root variables, in the order in
	// which they were given.
	Variables []config.Assignment
	// Environment looks up variables of the environment; nil for none.
	Environment func(name string) (string, bool)
	// Parameters are files with values for the parameters of Bicep files and ARM
	// templates, or single values as NAME=VALUE; later ones go over earlier ones.
	Parameters []string
	// ModuleCache is the folder in which Bicep keeps modules of registries; empty for
	// none.
	ModuleCache string
	// Overlay is what files of Terraform configuration and Bicep are taken to hold, as if
	// it were on disk.
	Overlay source.Overlay
	// Jobs is how many configurations are read side by side; 0 means as many as there
	// are processors.
	Jobs int
	// Shard takes a share of the configurations; the zero value takes all.
	Shard Shard
	// Wanted limits what is read to the configurations for which it is true: those of
	// Terraform by their folders, others by their files; nil for all. It must be true of
	// each that calls one for which it is true.
	Wanted func(name string) bool
	// Checks are run on each configuration as soon as it is read; nil for none.
	Checks []*lint.Check
	// Checked is called with each configuration after that, by several goroutines at a
	// time, and may let its models go; nil for nothing. Memory then holds the models of
	// as many as are read side by side.
	Checked func(*Configuration)
	// Progress is called with how many configurations have been read, of how many, by
	// several goroutines at a time; nil for nothing.
	Progress func(done, of int)
}

// Configuration is one configuration as checks see it.
type Configuration struct {
	lint.Subject
	// Result is what the Checks of the Options found.
	Result lint.Result
	// Planned is set if the input tells what exists now, as a plan does.
	Planned bool
	// Resources is the number of resources that were read.
	Resources int
	// Notes say what could not be seen, and fail nothing.
	Notes []*source.Error
	// Suppressions are the comments of the files that suppress findings.
	Suppressions []suppress.Input
	// Sources are the paths of the files that it is written in, but for downloaded ones;
	// of a plan or template, the file itself is the Root.
	Sources []string
	// Private are places in the files whose text must not be shown, such as the
	// value of an app setting.
	Private []source.Range
	// Complete is set if all of the configuration could be read.
	Complete bool
}

// Load reads every path. What cannot be read is in the errors; the rest is
// loaded all the same.
func Load(ctx context.Context, paths []string, o Options) ([]Configuration, []*source.Error) {
	l := newLoader(o)
	var all []input
	var errs []*source.Error
	for _, path := range paths {
		inputs, unreadable := l.inputs(ctx, path)
		all, errs = append(all, inputs...), append(errs, unreadable...)
	}
	all = slices.DeleteFunc(o.Shard.of(l.once(all)), func(in input) bool { return !o.wants(in.name) })
	// Below one folder, what is a root module is called by none.
	l.terraform.forget = len(paths) == 1 && !slices.ContainsFunc(all, func(in input) bool { return in.plan })
	type loaded struct {
		configuration *Configuration
		errs          []*source.Error
	}
	results := make([]loaded, len(all))
	var done atomic.Int64
	each(len(all), o.Jobs, func(i int) {
		results[i].configuration, results[i].errs = l.load(ctx, all[i])
		if o.Progress != nil {
			o.Progress(int(done.Add(1)), len(all))
		}
	})
	var configurations []Configuration
	for _, r := range results {
		if r.configuration != nil {
			configurations = append(configurations, *r.configuration)
		}
		errs = append(errs, r.errs...)
	}
	if o.Shard.isAll() && o.Wanted == nil { // what is not read may be what declares it
		errs = append(append(errs, l.terraform.undeclared()...), l.deployments.undeclared()...)
	}
	return configurations, source.Distinct(errs) // several roots may call one module
}

func (o *Options) wants(name string) bool { return o.Wanted == nil || o.Wanted(name) }

// load reads one configuration, and checks it if that is asked for.
func (l *loader) load(ctx context.Context, in input) (*Configuration, []*source.Error) {
	if ctx.Err() != nil {
		return nil, nil // the caller knows
	}
	root, err := in.read(ctx)
	if err != nil {
		return nil, []*source.Error{readError(in.name, err)}
	}
	expandTemplates(ctx, root)
	c, errs := Build(root)
	if l.Checks != nil {
		c.Result = lint.Run(c.Subject, l.Checks)
	}
	if l.Checked != nil {
		l.Checked(&c)
	}
	return &c, errs
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
	values, texts := mapping.Private(root)
	errs = discreet(slices.Concat(root.Errors, errs), values)
	return Configuration{
		Subject:      lint.Subject{Root: root.Name, Model: model, Before: before, Secrets: secrets(root), ResourceManager: !fromTerraform(root)},
		Planned:      before != nil,
		Resources:    len(root.Resources),
		Notes:        discreet(root.Notes, values),
		Suppressions: suppressions(root),
		Sources:      sources(root),
		Private:      texts,
		Complete:     len(errs) == 0 && len(root.Incomplete) == 0,
	}, errs
}

func sources(root *iac.Root) []string {
	var paths []string
	for _, f := range root.Files {
		if !f.Downloaded {
			paths = append(paths, f.Path)
		}
	}
	return paths
}

// fromTerraform reports whether a root is written for Terraform.
func fromTerraform(root *iac.Root) bool {
	for _, r := range root.Resources {
		if r.Provider.Name != "" {
			return true
		}
	}
	return len(root.Resources) == 0
}

// secrets lists the sensitive texts of a root, longest first so that a secret
// that contains another one is blotted out whole.
func secrets(root *iac.Root) []string {
	seen := map[string]bool{}
	for _, s := range root.Secrets {
		seen[s] = true
	}
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
	if !inherited && !v.HasSecrets() {
		return
	}
	secret := inherited || v.IsSensitive()
	if secret && (v.Kind() == iac.String || v.Kind() == iac.Number) {
		into[v.Scalar()] = true
	}
	for i := range v.Len() {
		collectSecrets(v.Index(i), secret, into)
	}
}

// once leaves out what several paths mean, such as files of one folder.
func (l *loader) once(all []input) []input {
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(in input) bool {
		key := l.folders.absolute(in.name) + "\x00" + in.with
		again := seen[key]
		seen[key] = true
		return again
	})
}

// input is one configuration that is still to be read.
type input struct {
	name string
	with string // the files of parameters that it is read with
	read func(context.Context) (*iac.Root, error)
	plan bool // it may read the configuration that it was made of
}

type loader struct {
	Options
	folders     *folders
	terraform   *terraform
	deployments *deployments
}

func newLoader(o Options) *loader {
	f := newFolders(o)
	return &loader{Options: o, folders: f, terraform: newTerraform(o, f), deployments: newDeployments(o, f)}
}

// Read reads one path with the front end that its content asks for.
func Read(ctx context.Context, path string, o Options) (*iac.Root, error) {
	o.Recursive = false
	l := newLoader(o)
	inputs, errs := l.inputs(ctx, path)
	if len(errs) > 0 {
		return nil, errs[0]
	}
	root, err := inputs[0].read(ctx)
	if err == nil {
		expandTemplates(ctx, root)
	}
	return root, err
}

// inputs finds out which configurations a path means.
func (l *loader) inputs(ctx context.Context, path string) ([]input, []*source.Error) {
	if path == Standard {
		if l.Stdin == nil {
			return nil, []*source.Error{failure(path, "There is no standard input.")}
		}
		return l.standard()
	}
	path, recursive := wholeTree(path)
	full := path
	if l.Dir != "" && !filepath.IsAbs(path) {
		full = filepath.Join(l.Dir, path)
	}
	info, err := os.Stat(full)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, []*source.Error{failure(path, "There is no such file or directory.")}
	case err != nil:
		return nil, []*source.Error{failure(path, "The file cannot be read: "+err.Error()+".")}
	case info.IsDir():
		l.folders.named = append(l.folders.named, l.folders.absolute(path))
		return l.folder(ctx, path, full, recursive || l.Recursive)
	case !info.Mode().IsRegular():
		return nil, []*source.Error{failure(path, "This is neither a regular file nor a directory.")}
	case module.ConfigFile(filepath.Base(path)):
		return []input{l.root(filepath.ToSlash(filepath.Dir(path)))}, nil
	case isBicep(path):
		return l.deployments.inputs(filepath.ToSlash(path)), nil
	}
	return l.json(filepath.ToSlash(path), full)
}

// wholeTree takes the end off a path that means a directory and all below it, as it does
// for the tools of Go: infra/...
func wholeTree(path string) (dir string, recursive bool) {
	slashed := filepath.ToSlash(path)
	dir, recursive = strings.CutSuffix(slashed, "...")
	switch {
	case !recursive, dir != "" && !strings.HasSuffix(dir, "/"):
		return path, false
	case dir == "":
		return ".", true
	}
	return filepath.Clean(dir), true
}

// standardInput is what standard input is called.
const standardInput = "<stdin>"

// maxStandard is how much of standard input is read that must be held whole.
const maxStandard = 64 << 20

// standard finds out what standard input is by what is in it.
func (l *loader) standard() ([]input, []*source.Error) {
	in := bufio.NewReaderSize(l.Stdin, headSize)
	head, _ := in.Peek(headSize) // an error comes up again when it is read
	k := kindOf(source.UTF8(head))
	if k == terraformPlan {
		return []input{l.plan(standardInput, func() (io.ReadCloser, error) { return io.NopCloser(in), nil })}, nil
	}
	if k == armParameters {
		return nil, []*source.Error{failure(standardInput, "This is a file of deployment parameters; name the template, and this file with --parameters.")}
	}
	return l.whole(k, standardInput, in)
}

// whole reads an input that is not read in pieces.
func (l *loader) whole(k kind, name string, in io.Reader) ([]input, []*source.Error) {
	content, err := io.ReadAll(io.LimitReader(in, maxStandard+1))
	switch {
	case err != nil:
		return nil, []*source.Error{failure(name, "It cannot be read: "+err.Error()+".")}
	case len(content) > maxStandard:
		return nil, []*source.Error{failure(name, "It is larger than 64 MiB.")}
	}
	return []input{l.deployments.content(k, source.NewFile(name, source.UTF8(content)))}, nil
}

// json finds out what a file is by what is in it.
func (l *loader) json(name, full string) ([]input, []*source.Error) {
	head, err := headOf(full)
	if err != nil {
		return nil, []*source.Error{failure(name, "The file cannot be read: "+err.Error()+".")}
	}
	k := kindOf(source.UTF8(head))
	switch k {
	case armTemplate:
		return l.deployments.inputs(name), nil
	case armParameters:
		return l.deployments.parameterFile(name)
	case whatIf:
		return []input{l.deployments.whatIf(name)}, nil
	case terraformPlan:
	}
	return []input{l.plan(name, func() (io.ReadCloser, error) { return os.Open(full) })}, nil
}

// headOf reads the first bytes of a file.
func headOf(full string) ([]byte, error) {
	f, err := os.Open(full)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // nothing was written
	head, err := io.ReadAll(io.LimitReader(f, headSize))
	return head, err
}

func (l *loader) plan(name string, open func() (io.ReadCloser, error)) input {
	return input{name: name, plan: true, read: func(ctx context.Context) (*iac.Root, error) {
		root, err := plan.Read(ctx, name, open, plan.Options{
			Interest: mapping.Interest(),
			MajorOf:  mapping.ProviderMajor,
			Dir:      l.Dir,
		})
		if err == nil {
			l.terraform.locate(ctx, name, root)
		}
		return root, err
	}}
}

// root is the Terraform root module in a folder.
func (l *loader) root(dir string) input {
	return input{name: dir, read: func(ctx context.Context) (*iac.Root, error) { return l.terraform.read(ctx, dir) }}
}

// folder finds the configurations in a folder, whatever they are written in.
func (l *loader) folder(ctx context.Context, path, full string, recursive bool) ([]input, []*source.Error) {
	dirs, roots := []string{filepath.ToSlash(path)}, []string(nil)
	var errs []*source.Error
	if recursive {
		dirs, errs = l.folders.below(ctx, path)
		roots = l.terraform.roots(ctx, dirs)
	} else if l.terraform.holds(full) {
		roots = dirs
	}
	var inputs []input
	for _, dir := range roots {
		inputs = append(inputs, l.root(dir))
	}
	for _, file := range l.deployments.entries(dirs) {
		inputs = append(inputs, l.deployments.inputs(file)...)
	}
	if len(inputs) == 0 && len(errs) == 0 && (l.Wanted == nil || !l.hold(dirs)) {
		message := "This directory holds neither Terraform configuration nor Bicep files. --recursive looks in the directories below it; plans and ARM templates are read when they are named."
		if recursive {
			message = "Neither this directory nor one below it holds Terraform configuration or Bicep files. Plans and ARM templates are read when they are named."
		}
		errs = append(errs, failure(path, message))
	}
	return distinctInputs(inputs), errs
}

// hold reports whether one of some folders holds a configuration, wanted or not.
func (l *loader) hold(dirs []string) bool {
	return slices.ContainsFunc(dirs, func(dir string) bool {
		return l.terraform.holds(l.folders.path(dir)) || len(l.deployments.files(dir)) > 0
	})
}

// distinctInputs leaves out what several entries lead to: a parameter file that is an entry,
// and that belongs to a template which is another one.
func distinctInputs(inputs []input) []input {
	seen := map[string]bool{}
	out := inputs[:0]
	for _, in := range inputs {
		if isBicepParameters(in.name) && seen[in.name] {
			continue
		}
		seen[in.name] = true
		out = append(out, in)
	}
	return out
}

func failure(path, message string) *source.Error {
	return &source.Error{Path: filepath.ToSlash(path), Message: message}
}

func fail(path, message string) error { return failure(path, message) }
