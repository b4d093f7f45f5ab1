package syntax_test

import (
	"strings"
	"testing"

	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
	"github.com/appnetlint/appnetlint/pkg/source"
)

func BenchmarkParse(b *testing.B) {
	text := []byte(strings.Repeat(`@description('The name.')
param name string = 'x'

resource site 'Microsoft.Web/sites@2024-04-01' = if (!empty(name)) {
  name: '${name}-site'
  properties: {
    virtualNetworkSubnetId: subnet.id
    publicNetworkAccess: empty(name) ? 'Disabled' : null // closed
    siteConfig: {
      ipSecurityRestrictions: [for rule in (rules ?? []): {
        ipAddress: rule.?address
      }]
    }
  }
}
`, 1000))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if f := syntax.Parse(source.NewFile("main.bicep", text)); len(f.Errors) > 0 {
			b.Fatal(f.Errors[0])
		}
	}
}
