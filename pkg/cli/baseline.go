package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/appnetlint/appnetlint/pkg/config"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/lint/baseline"
	"github.com/appnetlint/appnetlint/pkg/report"
)

// known is a baseline and where it is.
type known struct {
	*baseline.Baseline
	rebase func(string) string
	folder string
}

// exists reports whether there is something at a path that begins at the folder of the
// baseline.
func (k *known) exists(path string) bool {
	full := filepath.FromSlash(path)
	if !filepath.IsAbs(full) {
		full = filepath.Join(k.folder, full)
	}
	_, err := os.Stat(full)
	return err == nil
}

// rebased returns a function that makes paths begin at a folder; those of what does not
// lie there stay.
func (o *inputOptions) rebased(folder string) func(string) string {
	rebase := config.RebaseTo(folder, o.dir())
	return func(path string) string {
		if path == "" {
			return ""
		}
		if p, ok := rebase(path); ok {
			return p
		}
		return path
	}
}

// baselinePath is where the baseline is that the command line or the configuration
// names; "" where none does.
func (o *lintOptions) baselinePath() (string, error) {
	switch {
	case o.baselineFile != "":
		return o.inDir(o.baselineFile), nil
	case o.settings.Baseline != "":
		return config.Beside(o.settings.path, o.settings.Baseline)
	}
	return "", nil
}

// remember reads the baseline.
func (o *lintOptions) remember() error {
	path, err := o.baselinePath()
	if err != nil || path == "" {
		return err
	}
	content, err := config.ReadRegular(path, baseline.MaxSize)
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("there is no baseline %s: appnetlint baseline writes one", o.shown(path))
	}
	if err == nil {
		var b *baseline.Baseline
		if b, err = baseline.Parse(content); err == nil {
			folder := filepath.Dir(path)
			o.settings.baseline = &known{Baseline: b, folder: folder, rebase: o.rebased(folder)}
			return nil
		}
	}
	return fmt.Errorf("the baseline %s cannot be read: %w", o.shown(path), err)
}

// tellBaseline says what the baseline has to do with what was found.
func (o *lintOptions) tellBaseline(stderr io.Writer) {
	if o.settings.baseline == nil || o.quiet {
		return
	}
	if n := len(o.settings.compared.Known); n > 0 {
		fmt.Fprintf(stderr, "%s in the baseline.\n", lint.Plural(n, "finding is", "findings are"))
	}
	if n := o.settings.compared.Fixed; n > 0 {
		fmt.Fprintf(stderr, "%s of the baseline %s fixed; run appnetlint baseline to remove %s.\n",
			lint.Plural(n, "entry", "entries"), pick(n, "is", "are"), pick(n, "it", "them"))
	}
}

func pick(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func newBaselineCommand(stdin io.Reader, stderr io.Writer) *cobra.Command {
	var o lintOptions
	cmd := &cobra.Command{
		Use:   "baseline [flags] [PATH…]",
		Short: "Remember all findings, so that only new ones count",
		Long: `baseline writes what is found now into a file, which later runs take with
--baseline FILE or as the configuration says. The findings in it are not reported
any more; they survive moved lines, renamed files, formatting and comments.

The file is the one that --baseline or the configuration names, and otherwise
` + baseline.FileName + ` in the working directory. It is written anew each time: name
the paths that are linted.`,
		Example: `  appnetlint baseline --recursive infra
  appnetlint --baseline ` + baseline.FileName + ` --recursive infra`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return runBaseline(cmd.Context(), &o, args, stdin, stderr)
		},
	}
	flags := cmd.Flags()
	o.flags = flags
	o.inputOptions.register(flags)
	o.registerRules(flags)
	o.registerFiles(flags)
	flags.BoolVarP(&o.quiet, "quiet", "q", false, "do not say what was written")
	return cmd
}

func runBaseline(ctx context.Context, o *lintOptions, paths []string, stdin io.Reader, stderr io.Writer) error {
	if err := o.configure(stderr); err != nil {
		return err
	}
	selected, err := o.settings.Select(config.Selection{Only: o.only, Enable: o.enable, Disable: o.disable})
	if err != nil {
		return err
	}
	if len(paths) == 0 {
		paths = []string{"."}
	}
	path, err := o.baselinePath()
	if err != nil {
		return err
	}
	if path == "" {
		path = o.inDir(baseline.FileName)
	}
	r, err := o.find(ctx, selected, paths, stdin)
	if err != nil {
		return err
	}
	if len(r.Errors) > 0 {
		if err := report.WriteErrors(stderr, r.Report, report.Options{Color: useColor(stderr)}); err != nil {
			return err
		}
		fmt.Fprintln(stderr, "No baseline is written, as not all could be read.")
		return exit(ExitFailed)
	}
	return o.write(path, baseline.New(r.Findings, o.rebased(filepath.Dir(path))), len(r.Findings), stderr)
}

func (o *lintOptions) write(path string, b *baseline.Baseline, findings int, stderr io.Writer) error {
	content, err := b.Marshal()
	if err != nil {
		return err
	}
	if err := replaceFile(path, content); err != nil {
		return fmt.Errorf("the baseline %s cannot be written: %w", o.shown(path), err)
	}
	if !o.quiet {
		fmt.Fprintf(stderr, "%s in %s now.\n", lint.Plural(findings, "finding is", "findings are"), o.shown(path))
	}
	return nil
}

// replaceFile writes a file as a whole or not at all. What is not a regular file stays.
func replaceFile(path string, content []byte) error {
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return errors.New("it is not a regular file")
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), ".appnetlint-*")
	if err != nil {
		return err
	}
	_, err = temporary.Write(content)
	err = errors.Join(err, temporary.Chmod(0o644), temporary.Close())
	if err == nil {
		err = os.Rename(temporary.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(temporary.Name()))
	}
	return nil
}
