// Command manpage prints the manual page of appnetlint, for those who package it. It is a
// program of its own because what makes the page would slow the start of every run.
package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra/doc"

	"github.com/appnetlint/appnetlint/pkg/cli"
)

func main() {
	if err := write(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(w io.Writer) error {
	root := cli.Command()
	root.DisableAutoGenTag = true // it would be another one each day
	header := doc.GenManHeader{Title: "APPNETLINT", Section: "1", Source: "appnetlint " + cli.Version(), Manual: "User Commands"}
	var page strings.Builder
	if err := doc.GenMan(root, &header, &page); err != nil {
		return fmt.Errorf("making the manual page: %w", err)
	}
	_, err := io.WriteString(w, page.String())
	return err
}
