package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/appnetlint/appnetlint/checks"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/report"
)

// completeFlags has a shell complete the values of flags: formats, rules and levels.
func completeFlags(cmd *cobra.Command) {
	rules := func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		done := typed[:strings.LastIndexByte(typed, ',')+1] // several are joined by commas
		var out []string
		for _, c := range checks.Catalogue() {
			out = append(out, done+c.Name+"\t"+c.Title)
		}
		return out, cobra.ShellCompDirectiveNoFileComp
	}
	levels := []string{lint.Error.String(), lint.Warning.String(), lint.Note.String()}
	for flag, complete := range map[string]cobra.CompletionFunc{
		"format":                   cobra.FixedCompletions(report.Formats(), cobra.ShellCompDirectiveNoFileComp),
		"minimum-failure-severity": cobra.FixedCompletions(levels, cobra.ShellCompDirectiveNoFileComp),
		"only":                     rules,
		"enable-rule":              rules,
		"disable-rule":             rules,
	} {
		// It fails only for a flag that is not there, which a test would see.
		_ = cmd.RegisterFlagCompletionFunc(flag, complete)
	}
}
