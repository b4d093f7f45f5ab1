//go:build man

package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// packagingCommands are for those who package the program. They are built in only where that
// is asked for (-tags man), as what makes the pages would slow the start of every run.
func packagingCommands(stdout io.Writer) []*cobra.Command {
	return []*cobra.Command{{
		Use:   "man [COMMAND]",
		Short: "Print the manual page of the program or of a command",
		// It is no part of what users get, and has no page itself.
		Hidden: true,
		Args:   cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, command []string) error {
			of, rest, err := cmd.Root().Find(command)
			if err != nil || len(rest) > 0 {
				return fmt.Errorf("there is no command %q", strings.Join(command, " "))
			}
			of.DisableAutoGenTag = true // it would be another one each day
			header := doc.GenManHeader{Section: "1", Source: "appnetlint " + version(), Manual: "User Commands"}
			var page strings.Builder
			if err := doc.GenMan(of, &header, &page); err != nil {
				return fmt.Errorf("making the manual page: %w", err)
			}
			_, err = io.WriteString(stdout, page.String())
			return err
		},
	}}
}
