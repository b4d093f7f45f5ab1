package reach_test

import (
	"context"
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/load"
	"github.com/appnetlint/appnetlint/pkg/reach"
)

// Who reaches the apps of a configuration, and why.
func Example() {
	configurations, _ := load.Load(context.Background(), []string{"main.bicep"}, load.Options{Dir: "../load/testdata/example"})
	for _, row := range reach.Of(configurations[0].Model) {
		fmt.Println(row.Site.Address, row.SCM, row.From.Name, row.Verdict)
	}
	// Output:
	// shop false internet open
	// shop true internet open
}
