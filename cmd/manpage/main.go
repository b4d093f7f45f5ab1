// Command manpage prints manual pages of appnetlint, for those who package it: of the program,
// or of the command that is named. It is a program of its own because what makes the pages
// would slow the start of every run.
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
	if err := write(os.Stdout, os.Args[1:]...); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(w io.Writer, command ...string) error {
	root := cli.Command()
	root.InitDefaultCompletionCmd() // it is there when the program runs
	of, rest, err := root.Find(command)
	if err != nil || len(rest) > 0 {
		return fmt.Errorf("there is no command %q", strings.Join(command, " "))
	}
	of.DisableAutoGenTag = true // it would be another one each day
	header := doc.GenManHeader{Section: "1", Source: "appnetlint " + cli.Version(), Manual: "User Commands"}
	var page strings.Builder
	if err := doc.GenMan(of, &header, &page); err != nil {
		return fmt.Errorf("making the manual page: %w", err)
	}
	_, err = io.WriteString(w, page.String())
	return err
}
