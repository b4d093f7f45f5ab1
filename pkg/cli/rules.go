package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/appnetlint/appnetlint/checks"
	"github.com/appnetlint/appnetlint/pkg/lint"
)

func newRulesCommand(stdout io.Writer) *cobra.Command {
	return &cobra.Command{
		Use:   "rules",
		Short: "List the rules",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			w := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
			for _, c := range checks.Catalogue() {
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", c.Name, c.Severity, c.Effect, c.Title)
			}
			return w.Flush()
		},
	}
}

func newExplainCommand(stdout io.Writer) *cobra.Command {
	return &cobra.Command{
		Use:   "explain RULE|model",
		Short: "Print the page of a rule, or what policies can ask of the model",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return errors.New("name one rule, as appnetlint rules lists them, or model for what policies can ask")
			}
			return nil
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return append(lint.Names(checks.Catalogue()), modelTopic), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if args[0] == modelTopic {
				return explainModel(stdout)
			}
			c, err := lint.Find(checks.Catalogue(), args[0])
			if err != nil {
				return err
			}
			page, err := checks.Page(c.Name)
			if err != nil {
				return err
			}
			_, page, _ = strings.Cut(page, "-->\n\n") // what is above is for who would edit it
			_, err = io.WriteString(stdout, page)
			return err
		},
	}
}
