package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// newManCommand prints the manual page. It is for those who package the program.
func newManCommand(stdout io.Writer) *cobra.Command {
	return &cobra.Command{
		Use:    "man",
		Short:  "Print the manual page",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			root := cmd.Root()
			root.DisableAutoGenTag = true // it would be another one each day
			header := doc.GenManHeader{Title: "APPNETLINT", Section: "1", Source: "appnetlint " + version(), Manual: "User Commands"}
			var page strings.Builder
			if err := doc.GenMan(root, &header, &page); err != nil {
				return fmt.Errorf("making the manual page: %w", err)
			}
			_, err := io.WriteString(stdout, page.String())
			return err
		},
	}
}
