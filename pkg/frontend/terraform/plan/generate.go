//go:build ignore

// This program makes the plans in testdata/references of the configurations
// beside them.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/standin"
)

func main() {
	standin.ServeIfAsked()
	if reason, ok := standin.Available(); !ok {
		fmt.Println(reason + ": the plans stay as they are")
		return
	}
	files, err := filepath.Glob("testdata/references/*/main.tf")
	if err != nil {
		log.Fatal(err)
	}
	for _, file := range files {
		dir := filepath.Dir(file)
		text, err := standin.Plan(context.Background(), dir, standin.Options{Major: 5})
		if err != nil {
			log.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "plan.json"), text, 0o644); err != nil {
			log.Fatal(err)
		}
		fmt.Println(dir, len(text))
	}
}
