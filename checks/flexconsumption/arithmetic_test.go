package flexconsumption_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/checks/flexconsumption"
)

// One app needs /27; several, or more than 1000 instances in all, need /26.
func TestSubnetArithmetic(t *testing.T) {
	for bits := 16; bits <= 29; bits++ {
		for apps := 1; apps <= 3; apps++ {
			for _, instances := range []int{1, 40, 100, 999, 1000} {
				w := newWorld()
				w.sized(fmt.Sprintf("10.0.0.0/%d", bits))
				w.app.AppScaleLimit = some(instances)
				for n := range apps - 1 {
					s := w.joining(fmt.Sprint("app", n))
					s.Flex, s.AppScaleLimit = true, some(instances)
				}
				needs := 27
				if apps > 1 {
					needs = 26
				}
				var want []string
				if bits > needs {
					want = []string{"warning subnet"}
				}
				assert.Equal(t, want, w.run(flexconsumption.SubnetSize), "%d apps of %d instances in /%d", apps, instances, bits)
			}
		}
	}
}
