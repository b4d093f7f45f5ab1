package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/appnetlint/appnetlint/checks"
	"github.com/appnetlint/appnetlint/pkg/config"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/lint/baseline"
	"github.com/appnetlint/appnetlint/pkg/load"
	"github.com/appnetlint/appnetlint/pkg/report"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// settings are what the configuration of a repository says, and the baseline.
type settings struct {
	*config.Config
	// path is that of the configuration; "" where there is none.
	path   string
	rebase config.Rebase
	// baseline is what was found before; nil where no baseline is given.
	baseline *known
	compared baseline.Comparison
}

// configure reads the configuration. Its mistakes are printed.
func (o *lintOptions) configure(stderr io.Writer) error {
	o.settings = settings{Config: config.None(checks.Catalogue())}
	path, err := o.configuration()
	if err != nil || path == "" {
		return err
	}
	file, err := config.Read(path, o.shown(path))
	if err != nil {
		return err
	}
	c, errs := config.Parse(file, config.Options{Rules: checks.Catalogue(), Formats: report.Formats()})
	if len(errs) > 0 {
		mistakes := report.Report{Errors: errs, Base: filepath.ToSlash(o.chdir)}
		isOurs := filepath.Base(path) == config.FileName // else it may be any file, named by mistake
		if err := report.WriteErrors(stderr, mistakes, report.Options{Color: !o.noColor && useColor(stderr), Quote: isOurs}); err != nil {
			return err
		}
		return exit(ExitFailed)
	}
	o.settings = settings{Config: c, path: path, rebase: config.RebaseTo(filepath.Dir(path), o.dir())}
	return nil
}

// configuration is the path of the file that is named, or found; "" if there is none.
func (o *lintOptions) configuration() (string, error) {
	if o.configFile == "" {
		return config.Find(o.dir())
	}
	return o.inDir(o.configFile), nil
}

// dir is where the program works.
func (o *inputOptions) dir() string {
	if o.chdir == "" {
		return "."
	}
	return o.chdir
}

// inDir is a path that begins at where the program works.
func (o *inputOptions) inDir(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(o.dir(), path)
}

// shown is a path as reports have those of files: it begins at where the program works.
func (o *inputOptions) shown(path string) string {
	dir, err := filepath.Abs(o.dir())
	if err != nil {
		return filepath.ToSlash(path)
	}
	if followed, err := filepath.EvalSymlinks(dir); err == nil {
		dir = followed
	}
	full, err := filepath.Abs(path)
	if err != nil {
		return filepath.ToSlash(path)
	}
	rel, err := filepath.Rel(dir, full)
	if err != nil {
		return filepath.ToSlash(full)
	}
	return filepath.ToSlash(rel)
}

// severity is the level from which findings fail the run.
func (o *lintOptions) severity() (lint.Severity, error) {
	if c := o.settings.Config; c.Failing != 0 && !o.flags.Changed("minimum-failure-severity") {
		return c.Failing, nil
	}
	return lint.ParseSeverity(o.failing)
}

// sinks are the reports to write: those of the command line, else of the configuration.
func (o *lintOptions) sinks() ([]sink, error) {
	if len(o.formats) > 0 {
		return parseSinks(o.formats)
	}
	sinks, err := parseSinks(o.settings.Formats)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.shown(o.settings.path), err)
	}
	for i, s := range sinks {
		if s.path == "" {
			continue
		}
		if sinks[i].path, err = config.Beside(o.settings.path, s.path); err != nil {
			return nil, err
		}
		if info, err := os.Lstat(sinks[i].path); err == nil && !info.Mode().IsRegular() {
			return nil, fmt.Errorf("%s is not a regular file, so that no report is written there", s.path)
		}
	}
	return sinks, nil
}

// wanted leaves out the configurations and errors of what is excluded.
func (s *settings) wanted(configurations []load.Configuration, errs []*source.Error) ([]load.Configuration, []*source.Error) {
	if len(s.Exclude) == 0 {
		return configurations, errs
	}
	configurations = slices.DeleteFunc(configurations, func(c load.Configuration) bool { return s.Excluded(c.Root, s.rebase) })
	errs = slices.DeleteFunc(errs, func(e *source.Error) bool {
		path := e.Path
		if e.At.File != nil {
			path = e.At.File.Path
		}
		return s.Excluded(path, s.rebase)
	})
	return configurations, errs
}

// settle does to what was found what the configuration and the baseline say.
func (o *lintOptions) settle(r *run, configurations []load.Configuration) {
	s := &o.settings
	for _, p := range s.Policies {
		if err := p.Failed(); err != nil {
			r.Errors = append(r.Errors, err)
		}
	}
	whole := len(r.Errors) == 0
	before := len(configurations) > 0
	for _, c := range configurations {
		whole, before = whole && c.Complete, before && c.Planned
	}
	if s.path != "" {
		all := whole && o.older == nil // else an ignore may be for what was not read
		r.Findings = s.Apply(r.Findings, s.rebase, config.Seen{
			Selected: r.Checks, Undecided: r.Undecided, Before: before, Complete: all, Now: time.Now(),
		})
	}
	if s.baseline == nil {
		return
	}
	scope := baseline.Scope{Rebase: s.baseline.rebase, Exists: s.baseline.exists, Rules: lint.Names(r.Checks), Whole: whole}
	for _, c := range configurations {
		scope.Roots = append(scope.Roots, c.Root)
	}
	s.compared = s.baseline.Compare(r.Findings, scope)
	r.Findings, r.Known, r.Compared = s.compared.New, s.compared.Known, true
}
