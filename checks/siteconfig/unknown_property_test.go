package siteconfig_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/checks/siteconfig"
	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
)

func TestUnknownProperty(t *testing.T) {
	for _, c := range []struct {
		property, version string
		severity          lint.Severity
		message           []string
	}{
		{"publicNetworkAccess", "2021-03-01", lint.Warning, []string{"from 2022-03-01 on", "stays open", "2022-03-01 or a later one"}},
		{"siteConfig.ipSecurityRestrictionsDefaultAction", "2021-03-01", lint.Note, []string{"from 2022-09-01 on", "denied where there are rules"}},
		{"siteConfig.scmIpSecurityRestrictions.headers", "2019-08-01", lint.Warning, []string{"whatever the headers are"}},
		{"endToEndEncryptionEnabled", "2021-03-01", lint.Warning, []string{"drops it in silence. Use"}},
		{"vnetRouteAllEnabled", "2024-11-01", 0, nil},
		{"outboundVnetRouting", "2024-04-01", 0, nil},
	} {
		t.Run(c.property, func(t *testing.T) {
			window, ok := azure.LookupProperty("Microsoft.Web/sites", c.property)
			require.True(t, ok)
			version, _ := azure.ParseAPIVersion(c.version)
			model := &network.Model{UnknownProperties: []*network.UnknownProperty{
				{Element: network.Element{Address: "app", Name: some("app-shop")}, Version: version, Window: window},
			}}
			findings := lint.Run(lint.Subject{Model: model}, []*lint.Check{siteconfig.UnknownProperty}).Findings
			if c.severity == 0 {
				assert.Empty(t, findings, "the check of routing properties tells")
				return
			}
			require.Len(t, findings, 1)
			assert.Equal(t, c.severity, findings[0].Severity)
			for _, words := range append(c.message, c.property, c.version, `"app-shop"`) {
				assert.Contains(t, findings[0].Message, words)
			}
		})
	}
}
