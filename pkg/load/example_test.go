package load_test

import (
	"context"
	"fmt"

	"github.com/appnetlint/appnetlint/checks"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/load"
)

// A program lints what the command line does: load the paths, run the checks.
func Example() {
	configurations, errs := load.Load(context.Background(), []string{"main.bicep"}, load.Options{Dir: "testdata/example"})
	for _, err := range errs {
		fmt.Println(err)
	}
	for _, c := range configurations {
		for _, f := range lint.Run(c.Subject, checks.All()).Findings {
			fmt.Println(f.Severity, f.Check.Name, f.Address)
		}
	}
	// Output:
	// warning access-rules-default-allow-no-effect shop
}

// The model is what checks see: every app with what leads to it.
func ExampleLoad_model() {
	configurations, _ := load.Load(context.Background(), []string{"main.bicep"}, load.Options{Dir: "testdata/example"})
	for _, site := range configurations[0].Model.Sites {
		action, known := site.Main.Default.Get()
		fmt.Println(site.Name.Or("unknown"), action, known)
	}
	// Output:
	// app-shop Allow true
}
