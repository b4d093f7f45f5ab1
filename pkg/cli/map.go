package cli

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/appnetlint/appnetlint/checks"
	"github.com/appnetlint/appnetlint/pkg/draw"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/load"
	"github.com/appnetlint/appnetlint/pkg/report"
)

// mapFormats are the formats of map, the default first.
var mapFormats = []string{"svg", "mermaid", "dot"}

type mapOptions struct {
	inputOptions
	format string
	quiet  bool
}

func newMapCommand(stdin io.Reader, stdout, stderr io.Writer) *cobra.Command {
	var o mapOptions
	cmd := &cobra.Command{
		Use:   "map [flags] [PATH…]",
		Short: "Draw the network: apps, what leads to them, and where their traffic goes",
		Long: `map draws the network of a configuration: apps and slots with their plans and
environments, virtual networks with subnets, private endpoints and gateways, DNS
zones, Front Doors, Traffic Managers and application gateways, and the internet.

Lines are traffic. What comes to an app is drawn as open, filtered, closed or
cannot tell, as reach answers it. Findings are marked on what they are about.

svg is a picture for browsers and documents, mermaid a diagram for Markdown on
GitHub, GitLab and Azure DevOps, and dot is for Graphviz. The report that
appnetlint --format html writes has the same picture to move around in.`,
		Example: `  appnetlint map infra > network.svg
  appnetlint map --format mermaid main.bicep
  appnetlint map --format dot plan.json | dot -Tpdf -o network.pdf`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return runMap(cmd.Context(), &o, args, stdin, stdout, stderr)
		},
	}
	o.register(cmd.Flags())
	cmd.Flags().StringVarP(&o.format, "format", "f", mapFormats[0], "draw as `FORMAT`: "+strings.Join(mapFormats, ", "))
	cmd.Flags().BoolVarP(&o.quiet, "quiet", "q", false, "leave out notes")
	return cmd
}

func runMap(ctx context.Context, o *mapOptions, paths []string, stdin io.Reader, stdout, stderr io.Writer) error {
	if !slices.Contains(mapFormats, o.format) {
		return fmt.Errorf("%q is not a format of map: use one of %s", o.format, strings.Join(mapFormats, ", "))
	}
	selected, err := lint.Select(checks.Catalogue(), lint.Selection{})
	if err != nil {
		return err
	}
	options := o.options(paths, stdin)
	options.Checks = selected
	configurations, errs := load.Load(ctx, orHere(paths), options)
	if ctx.Err() != nil {
		return errInterrupted
	}
	r := run{Report: report.Report{Errors: errs, Base: filepath.ToSlash(o.chdir), Quiet: o.quiet}}
	r.add(configurations, selected)
	if err := drawAs(stdout, o.format, graphsOf(configurations, r.Findings)); err != nil {
		return err
	}
	if err := report.WriteErrors(stderr, r.Report, report.Options{Color: useColor(stderr)}); err != nil {
		return err
	}
	if len(errs) > 0 {
		return exit(ExitFailed)
	}
	return nil
}

func drawAs(w io.Writer, format string, graphs []*draw.Graph) error {
	switch format {
	case "mermaid":
		return draw.Mermaid(w, graphs)
	case "dot":
		return draw.DOT(w, graphs)
	}
	return draw.SVG(w, graphs, draw.SVGOptions{})
}

// graphsOf draws each configuration, with what is found in it.
func graphsOf(configurations []load.Configuration, findings []lint.Finding) []*draw.Graph {
	graphs := make([]*draw.Graph, len(configurations))
	for i, c := range configurations {
		graphs[i] = draw.New(draw.Input{
			Name: nameOf(c), Model: c.Model, Findings: foundIn(findings, c.Root), Redact: lint.Redactor(c.Secrets),
		})
	}
	return graphs
}

// nameOf names a configuration for people: that of the working directory has no name
// that says anything.
func nameOf(c load.Configuration) string {
	if c.Root == "." || c.Root == "" {
		return "this directory"
	}
	return c.Root
}

func foundIn(findings []lint.Finding, root string) []lint.Finding {
	var out []lint.Finding
	for i := range findings {
		if f := &findings[i]; f.Root == root || slices.Contains(f.Also, root) {
			out = append(out, *f)
		}
	}
	return out
}

// tellNetwork adds to a report what formats show of the network besides findings, if
// one of them is asked for.
func (o *lintOptions) tellNetwork(r *run, configurations []load.Configuration) {
	sinks, err := o.sinks()
	if err != nil || !slices.ContainsFunc(sinks, func(s sink) bool { return s.format == report.HTML }) {
		return
	}
	asked, _ := (&reachOptions{}).ask(configurations, nil) // its notes are in the report already
	for _, a := range asked.Rows {
		r.Network.Reach = append(r.Network.Reach, report.ReachRow{
			Root: a.Root, Address: a.Address, Site: a.Site, From: a.From, Verdict: a.Verdict,
			Because: a.Because, Example: a.Example, File: a.File, Line: a.Line,
		})
	}
	for i, g := range graphsOf(configurations, r.Findings) {
		var b strings.Builder
		// A builder never fails.
		_ = draw.SVG(&b, []*draw.Graph{g}, draw.SVGOptions{Prefix: fmt.Sprintf("map%d", i+1), Inline: true})
		r.Network.Maps = append(r.Network.Maps, report.Map{Root: g.Name, SVG: b.String()})
	}
	r.Network.Shapes, r.Network.Colours = draw.Shapes(), draw.Style
}
