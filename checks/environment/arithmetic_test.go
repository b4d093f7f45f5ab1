package environment_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/checks/environment"
	"github.com/appnetlint/appnetlint/pkg/network"
)

// Azure refuses what is smaller than /27, advises /24, and /23 near 200 instances.
func TestSubnetArithmetic(t *testing.T) {
	for bits := 16; bits <= 29; bits++ {
		for _, instances := range []int{1, 50, 100, 149, 150, 200} {
			w := newWorld()
			w.sized(fmt.Sprintf("10.0.0.0/%d", bits))
			plan := &network.Plan{Element: element("plan"), SKU: some("I1v2"), Workers: some(instances), Environment: to(w.env)}
			w.Plans = []*network.Plan{plan}
			var want []string
			switch {
			case bits > 27:
				want = []string{"error subnet"}
			case bits > 24:
				want = []string{"warning subnet"}
			case bits > 23 && instances >= 150:
				want = []string{"note subnet"}
			}
			assert.Equal(t, want, w.run(environment.SubnetSize), "%d instances in /%d", instances, bits)
		}
	}
}
