package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mattn/go-isatty"
	"github.com/spf13/pflag"

	"github.com/appnetlint/appnetlint/pkg/config"
	"github.com/appnetlint/appnetlint/pkg/fix"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/load"
	"github.com/appnetlint/appnetlint/pkg/report"
	"github.com/appnetlint/appnetlint/pkg/source"
)

type lintOptions struct {
	inputOptions
	formats       []string
	only          []string
	enable        []string
	disable       []string
	failing       string
	showUndecided bool
	noColor       bool
	quiet         bool
	fix           bool
	diff          bool
	changedOnly   string
	older         *older                          // what --changed-only left out
	wantedOnly    func(configuration string) bool // what --changed-only reads; nil for all
	terminal      io.Writer                       // where a person looks on; nil for nowhere
	configFile    string
	baselineFile  string

	flags    *pflag.FlagSet // tells which of them are given
	settings settings
}

func (o *lintOptions) register(flags *pflag.FlagSet) {
	o.flags = flags
	o.inputOptions.register(flags)
	flags.StringArrayVarP(&o.formats, "format", "f", nil,
		"print findings as `FORMAT` ("+strings.Join(report.Formats(), ", ")+"); FORMAT=FILE writes a file; may be repeated (default text)")
	o.registerRules(flags)
	o.registerFiles(flags)
	flags.StringVar(&o.failing, "minimum-failure-severity", lint.Warning.String(),
		"fail from this `LEVEL`: error, warning or note")
	flags.BoolVar(&o.showUndecided, "show-undecided", false, "list what could not be decided, and what to pin")
	flags.BoolVar(&o.noColor, "no-color", false, "print without colours")
	flags.BoolVar(&o.fix, "fix", false, "apply the fixes that are certain to be right, and report what is left")
	flags.BoolVar(&o.diff, "diff", false, "print what --fix would change instead of the findings, and change nothing")
	o.registerChanged(flags)
	flags.BoolVarP(&o.quiet, "quiet", "q", false, "print nothing when there are no findings")
}

func (o *lintOptions) registerRules(flags *pflag.FlagSet) {
	flags.StringSliceVar(&o.only, "only", nil, "run only these `RULES`")
	flags.StringSliceVar(&o.enable, "enable-rule", nil, "run these `RULES` too")
	flags.StringSliceVar(&o.disable, "disable-rule", nil, "do not run these `RULES`")
}

func (o *lintOptions) registerFiles(flags *pflag.FlagSet) {
	flags.StringVar(&o.configFile, "config", "", "read the configuration in `FILE` (default "+config.FileName+" here or above, up to the top of the repository)")
	flags.StringVar(&o.baselineFile, "baseline", "", "report only what is not in the baseline `FILE`")
}

// sink is one report to write: a format, and a file or standard output.
type sink struct {
	format report.Format
	path   string // "" for standard output
}

func parseSinks(formats []string) ([]sink, error) {
	if len(formats) == 0 {
		formats = []string{"text"}
	}
	var sinks []sink
	toStdout := ""
	for _, f := range formats {
		name, path, _ := strings.Cut(f, "=")
		format, err := report.ParseFormat(name)
		if err != nil {
			return nil, err
		}
		if path == "" {
			if toStdout != "" {
				return nil, fmt.Errorf("both %s and %s would go to standard output: give one of them a file, as in --format %s=FILE", toStdout, name, name)
			}
			toStdout = name
		}
		sinks = append(sinks, sink{format, path})
	}
	return sinks, nil
}

func runLint(ctx context.Context, o *lintOptions, paths []string, stdin io.Reader, stdout, stderr io.Writer) error {
	o.terminal = terminalOf(stderr)
	if err := o.configure(stderr); err != nil {
		return err
	}
	failing, err := o.severity()
	if err != nil {
		return err
	}
	sinks, err := o.sinks()
	if err != nil {
		return err
	}
	selected, err := o.settings.Select(config.Selection{Only: o.only, Enable: o.enable, Disable: o.disable})
	if err != nil {
		return err
	}
	if err := o.remember(); err != nil {
		return err
	}
	if len(paths) == 0 {
		paths = []string{"."}
	}
	if err := o.checkFixing(paths); err != nil {
		return err
	}
	r, err := o.find(ctx, selected, paths, stdin)
	if err != nil {
		return err
	}
	if sinks, err = o.mend(ctx, &r, sinks, selected, paths, stdout, stderr); err != nil {
		return err
	}
	for _, s := range sinks {
		if err := s.write(r.Report, stdout, o.noColor); err != nil {
			return err
		}
	}
	if err := writeSummary(sinks, r.Report); err != nil {
		return err
	}
	if err := report.WriteErrors(stderr, r.Report, report.Options{Color: !o.noColor && useColor(stderr)}); err != nil {
		return err
	}
	o.tellBaseline(stderr)
	o.tellOlder(stderr)
	switch {
	case len(r.Errors) > 0:
		return exit(ExitFailed)
	case anyAtLeast(r.Findings, failing):
		return exit(ExitFindings)
	}
	return nil
}

// find lints all paths, or with --changed-only what has changed below them.
func (o *lintOptions) find(ctx context.Context, selected []*lint.Check, paths []string, stdin io.Reader) (run, error) {
	if o.changedOnly != "" {
		return o.findChanged(ctx, selected, paths)
	}
	configurations, errs, declared := o.lint(ctx, selected, paths, stdin)
	if ctx.Err() != nil {
		return run{}, errInterrupted
	}
	configurations, errs = o.settings.wanted(configurations, errs)
	r := o.found(configurations, errs, selected, paths)
	r.declared = declared
	o.settle(&r, configurations)
	o.tellNetwork(&r, configurations)
	return r, nil
}

// lint reads paths and runs the checks. The models of configurations are kept only where
// something is to be drawn of them; declared tells what each block of the source makes, if
// fixes are asked for.
func (o *lintOptions) lint(
	ctx context.Context, selected []*lint.Check, paths []string, stdin io.Reader,
) (configurations []load.Configuration, errs []*source.Error, declared *fix.Declared) {
	sinks, _ := o.sinks()
	has := func(f report.Format) bool {
		return slices.ContainsFunc(sinks, func(s sink) bool { return s.format == f })
	}
	all := &declarations{dir: o.chdir, all: fix.NewDeclared()}
	options := o.options(paths, stdin)
	options.Checks, options.Wanted = selected, o.wantedOnly
	options.Checked = func(c *load.Configuration) {
		if o.fix || o.diff || has(report.SARIF) {
			all.add(c)
		}
		if !has(report.HTML) {
			c.Model, c.Before = nil, nil
		}
	}
	defer o.showProgress(&options)()
	configurations, errs = load.Load(ctx, orHere(paths), options)
	return configurations, errs, all.all
}

var errInterrupted = errors.New("interrupted")

// found reports what the checks found in configurations.
func (o *lintOptions) found(configurations []load.Configuration, errs []*source.Error, selected []*lint.Check, paths []string) run {
	r := run{Report: report.Report{
		Version: version(), Checks: selected, Roots: paths, Base: filepath.ToSlash(o.chdir),
		Errors: errs, ShowUndecided: o.showUndecided, Quiet: o.quiet,
	}}
	r.known = o.settings.Known()
	r.add(configurations, selected)
	return r
}

func (s sink) write(r report.Report, stdout io.Writer, noColor bool) (err error) {
	out, color := stdout, !noColor && useColor(stdout)
	if s.path != "" {
		file, err := os.Create(s.path)
		if err != nil {
			return fmt.Errorf("the report %s cannot be written: %w", filepath.ToSlash(s.path), cause(err))
		}
		defer func() {
			if cerr := file.Close(); err == nil {
				err = cerr
			}
		}()
		out, color = file, false
	}
	buffered := bufio.NewWriter(out)
	if err := report.Write(buffered, s.format, r, report.Options{Color: color}); err != nil {
		return err
	}
	return buffered.Flush()
}

// cause is an error of the file system without the path, which is told.
func cause(err error) error {
	var of *fs.PathError
	if errors.As(err, &of) {
		return of.Err
	}
	return err
}

// writeSummary appends the report to the summary of a GitHub Actions job, if there is
// one and the format for it is asked for.
func writeSummary(sinks []sink, r report.Report) (err error) {
	path := os.Getenv("GITHUB_STEP_SUMMARY")
	wanted := slices.ContainsFunc(sinks, func(s sink) bool { return s.format == report.GitHub })
	if path == "" || !wanted {
		return nil
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) //nolint:gosec // GitHub names the file, which exists
	if err != nil {
		return err
	}
	defer func() {
		if cerr := file.Close(); err == nil {
			err = cerr
		}
	}()
	return report.WriteGitHubSummary(file, r, report.Options{})
}

// useColor reports whether a writer is a terminal whose user did not ask for
// plain text. See https://no-color.org.
func useColor(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && isatty.IsTerminal(file.Fd())
}

func anyAtLeast(findings []lint.Finding, level lint.Severity) bool {
	for _, f := range findings {
		if f.Severity >= level {
			return true
		}
	}
	return false
}
