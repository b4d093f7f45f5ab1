// Command appnetlint finds Azure App Service networking mistakes in
// infrastructure code before it is deployed.
package main

import (
	"os"

	"github.com/appnetlint/appnetlint/pkg/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
