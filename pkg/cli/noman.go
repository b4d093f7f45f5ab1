//go:build !man

package cli

import (
	"io"

	"github.com/spf13/cobra"
)

func packagingCommands(io.Writer) []*cobra.Command { return nil }
