package evaluate_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/evaluate"
)

// steps writes a line for each of forty variables, each made of those before it.
func steps(format string) string {
	var b strings.Builder
	for i := 1; i <= 40; i++ {
		b.WriteString(strings.NewReplacer("{i}", fmt.Sprint(i), "{h}", fmt.Sprint(i-1)).Replace(format))
	}
	return b.String()
}

// What grows with each step, or can be reached in ever more ways, takes no more time for it.
func TestHostileValues(t *testing.T) {
	for name, text := range map[string]string{
		"objects of objects": "var x0 = { k: 'v' }\n" + steps("var x{i} = { a: x{h}, b: x{h} }\n") + "output o object = x40\n",
		"lists of lists":     "var x0 = ['v']\n" + steps("var x{i} = [x{h}, x{h}]\n") + "output o array = x40\n",
		"spreads":            "var x0 = ['v']\n" + steps("var x{i} = [...x{h}, ...x{h}]\n") + "output o array = x40\n",
		"members of one of two": "param p object\nparam q object\nvar a0 = p\nvar b0 = q\n" +
			steps("param c{i} bool\nvar a{i} = c{i} ? a{h} : b{h}\nvar b{i} = c{i} ? b{h} : a{h}\n") + "output o string = a40.x\n",
		"one of two resources": "resource s 'Microsoft.Web/sites@2024-04-01' = {\n  name: 's'\n}\nresource r 'Microsoft.Web/sites@2024-04-01' = {\n  name: 'r'\n  tags: { o: a40 }\n}\nvar a0 = s.id\nvar b0 = s.name\n" +
			steps("param c{i} bool\nvar a{i} = c{i} ? a{h} : b{h}\nvar b{i} = c{i} ? b{h} : a{h}\n"),
	} {
		t.Run(name, func(t *testing.T) {
			template := lowered(t, text)
			start := time.Now()
			r, err := evaluate.Run(context.Background(), template, evaluate.Options{})
			r.Resources(nil)
			assert.Less(t, time.Since(start), 10*time.Second, "%v", err)
		})
	}
}
