package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/load"
	"github.com/appnetlint/appnetlint/pkg/reach"
	"github.com/appnetlint/appnetlint/pkg/report"
	"github.com/appnetlint/appnetlint/pkg/source"
)

type reachOptions struct {
	inputOptions
	from     []string
	diff     bool
	outbound bool
	format   string
	quiet    bool
}

func newReachCommand(stdin io.Reader, stdout, stderr io.Writer) *cobra.Command {
	var o reachOptions
	cmd := &cobra.Command{
		Use:   "reach [flags] [PATH…]",
		Short: "Tell who can reach each app and its SCM site, and which rule decides",
		Long: `reach tells for each app, slot and SCM site who gets in: the internet, what the
rules name, private endpoints and Front Doors; and which rule or setting decides.

A verdict is open (all of them get in), filtered (some do), closed, or cannot
tell, where something decides that is not known.

With --outbound it tells the other way: for each app and slot the path of its
traffic to the internet (as HTTPS), to private addresses, to services with a
service endpoint or a private endpoint, and of what App Service loads for it; and
which setting, route or security rule decides.`,
		Example: `  appnetlint reach
  appnetlint reach --from 203.0.113.7 --from AzureFrontDoor.Backend infra
  appnetlint reach --diff plan.json
  appnetlint reach --outbound infra`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return runReach(cmd.Context(), &o, args, stdin, stdout, stderr)
		},
	}
	o.register(cmd.Flags())
	return cmd
}

func (o *reachOptions) register(flags *pflag.FlagSet) {
	o.inputOptions.register(flags)
	flags.StringArrayVar(&o.from, "from", nil,
		"ask for `SOURCE` alone: internet, an address, a range, a service tag or subnet:ADDRESS; may be repeated")
	flags.BoolVar(&o.diff, "diff", false, "show what the change of a plan opens and closes")
	flags.BoolVar(&o.outbound, "outbound", false, "tell where each app's own traffic goes")
	flags.StringVarP(&o.format, "format", "f", "text", "print as `FORMAT`: text or json")
	flags.BoolVarP(&o.quiet, "quiet", "q", false, "leave out notes")
}

func runReach(ctx context.Context, o *reachOptions, paths []string, stdin io.Reader, stdout, stderr io.Writer) error {
	if o.format != "text" && o.format != "json" {
		return fmt.Errorf("%q is not a format of reach: use text or json", o.format)
	}
	if o.outbound && (o.diff || len(o.from) > 0) {
		return fmt.Errorf("--outbound goes with neither --from nor --diff")
	}
	sources := make([]reach.Source, len(o.from))
	for i, from := range o.from {
		f, err := reach.Parse(from)
		if err != nil {
			return err
		}
		sources[i] = f
	}
	configurations, errs := o.load(ctx, paths, stdin)
	if ctx.Err() != nil {
		return errInterrupted
	}
	notes, err := o.answer(stdout, configurations, sources)
	if err != nil {
		return err
	}
	problems := report.Report{Errors: errs, Notes: notes, Base: filepath.ToSlash(o.chdir), Quiet: o.quiet}
	for _, c := range configurations {
		problems.Secrets = append(problems.Secrets, c.Secrets...)
		problems.Private = append(problems.Private, c.Private...)
	}
	if err := report.WriteErrors(stderr, problems, report.Options{Color: useColor(stderr)}); err != nil {
		return err
	}
	if len(errs) > 0 {
		return exit(ExitFailed)
	}
	return nil
}

// answer prints the answers, and returns the notes that go with them.
func (o *reachOptions) answer(w io.Writer, configurations []load.Configuration, sources []reach.Source) ([]*source.Error, error) {
	if o.outbound {
		paths, notes := outbound(configurations)
		return notes, paths.write(w, o.format)
	}
	answers, notes := o.ask(configurations, sources)
	return notes, answers.write(w, o.format)
}

// ask collects the answers of all configurations.
func (o *reachOptions) ask(configurations []load.Configuration, sources []reach.Source) (answers, []*source.Error) {
	a := answers{Rows: []answer{}, diff: o.diff}
	var notes []*source.Error
	for _, c := range configurations {
		notes = append(notes, c.Notes...)
		redact := lint.Redactor(c.Secrets)
		switch {
		case !o.diff:
			for _, r := range reach.Of(c.Model, sources...) {
				a.Rows = append(a.Rows, answerOf(c.Root, &r, redact))
			}
		case c.Before == nil:
			notes = append(notes, &source.Error{Path: c.Root, Message: "Nothing tells what there is before the change, so that there is nothing to compare: --diff needs a plan."})
		default:
			for _, change := range reach.Diff(c.Before, c.Model, sources...) {
				a.Rows = append(a.Rows, changed(c.Root, change, redact))
			}
		}
	}
	return a, distinctPlaces(notes)
}

// answers are what reach prints.
type answers struct {
	Rows []answer `json:"reach"`
	diff bool
}

// answer is one row. Before and Effect are there with --diff alone.
type answer struct {
	Root    string `json:"root"`
	Address string `json:"address"`
	Site    string `json:"site"` // main or scm
	From    string `json:"from"`
	Before  string `json:"before,omitempty"`
	Verdict string `json:"verdict"`
	Effect  string `json:"effect,omitempty"` // opens or closes
	Because string `json:"because"`
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Example string `json:"example,omitempty"`
}

func answerOf(root string, r *reach.Row, redact func(string) string) answer {
	a := answer{
		Root: root, Address: r.Site.Address, Site: "main", From: redact(r.From.Name),
		Verdict: string(r.Verdict), Because: redact(r.Because), Example: redact(r.Example),
	}
	if r.SCM {
		a.Site = "scm"
	}
	if r.At.HasText() {
		a.File, a.Line = r.At.File.Path, r.At.File.Position(r.At.Start, source.Runes).Line
	}
	return a
}

// nothing stands for what there is not, before or after a change.
const nothing = "-"

func changed(root string, c reach.Change, redact func(string) string) answer {
	if c.After == nil {
		a := answerOf(root, c.Before, redact)
		a.Before, a.Verdict, a.Because, a.Example = a.Verdict, nothing, "", ""
		return a
	}
	a := answerOf(root, c.After, redact)
	a.Before = nothing
	if c.Before != nil {
		a.Before = string(c.Before.Verdict)
	}
	switch {
	case c.Opens():
		a.Effect = "opens"
	case c.Closes():
		a.Effect = "closes"
	}
	return a
}

func (a answers) write(w io.Writer, format string) error {
	if format == "json" {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(a)
	}
	if len(a.Rows) == 0 {
		text := "No app to reach.\n"
		if a.diff {
			text = "The change opens and closes nothing.\n"
		}
		_, err := io.WriteString(w, text)
		return err
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	head := "APP\tSITE\tFROM\tVERDICT\tBECAUSE"
	if a.diff {
		head = "APP\tSITE\tFROM\tBEFORE\tAFTER\tBECAUSE"
	}
	fmt.Fprintln(t, head)
	for i, r := range a.Rows {
		r.print(t, a.diff, i > 0 && a.Rows[i-1].Root == r.Root && a.Rows[i-1].Address == r.Address)
	}
	return t.Flush()
}

// print prints a row; an app is named in its first one alone.
func (a answer) print(w io.Writer, diff, again bool) {
	address := a.Address
	if again {
		address = ""
	}
	cells := []string{address, a.Site, a.From}
	if diff {
		cells = append(cells, a.Before)
	}
	because := a.Because
	if a.Example != "" {
		because += "; " + a.Example
	}
	if a.File != "" {
		because += fmt.Sprintf(" (%s:%d)", a.File, a.Line)
	}
	verdict := a.Verdict
	if a.Effect != "" {
		verdict += ", " + a.Effect
	}
	fmt.Fprintln(w, strings.Join(append(cells, verdict, because), "\t"))
}

// inputOptions are the flags that say what is read.
type inputOptions struct {
	chdir      string
	recursive  bool
	variables  assignments
	parameters []string
	jobs       int
	shard      shard
	overlay    source.Overlay // what files would hold with fixes
}

func (o *inputOptions) register(flags *pflag.FlagSet) {
	flags.StringVar(&o.chdir, "chdir", "", "work in `DIR`")
	flags.BoolVar(&o.recursive, "recursive", false, "read every configuration in and below a directory, as DIR/... does")
	flags.Var((*variable)(&o.variables), "var", "set a Terraform variable, as `NAME=VALUE`; may be repeated")
	flags.Var((*variableFile)(&o.variables), "var-file", "set Terraform variables from `FILE`; may be repeated")
	flags.Var((*parameters)(&o.parameters), "parameters",
		"set parameters of Bicep files and ARM templates from `FILE`, or one as NAME=VALUE; may be repeated")
	flags.IntVar(&o.jobs, "jobs", 0, "read at most `N` configurations at a time (default as many as there are processors)")
	flags.Var(&o.shard, "shard", "take the share `K/N` of the configurations, for runs on several machines")
}

// load reads paths; the working directory if there are none.
func (o *inputOptions) load(ctx context.Context, paths []string, stdin io.Reader) ([]load.Configuration, []*source.Error) {
	return load.Load(ctx, orHere(paths), o.options(paths, stdin))
}

// orHere are the paths, or the working directory if there are none.
func orHere(paths []string) []string {
	if len(paths) == 0 {
		return []string{"."}
	}
	return paths
}

// options are those for reading paths.
func (o *inputOptions) options(paths []string, stdin io.Reader) load.Options {
	collectLess(o.chdir, orHere(paths))
	return load.Options{
		Dir: o.chdir, Stdin: stdin, Recursive: o.recursive, Variables: o.variables, Environment: os.LookupEnv,
		Parameters: o.parameters, ModuleCache: moduleCache(), Jobs: o.jobs, Shard: load.Shard(o.shard),
		Overlay: o.overlay,
	}
}

// moduleCache is the folder in which Bicep keeps what it restored.
func moduleCache() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(home, ".bicep")
}
