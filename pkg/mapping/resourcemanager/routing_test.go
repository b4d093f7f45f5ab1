package resourcemanager

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

func TestRouting(t *testing.T) {
	const on = value.Known
	tests := []struct {
		name, version, properties string
		all, images, share, back  value.State
		want                      bool // of the known ones
		ineffective               []string
	}{
		{name: "nothing", version: "2024-04-01", properties: `{}`},
		{
			name: "properties", version: "2024-04-01", all: on, images: on, share: on, back: on, want: true,
			properties: `{"vnetRouteAllEnabled": true, "vnetImagePullEnabled": true, "vnetContentShareEnabled": true, "vnetBackupRestoreEnabled": true}`,
		},
		{
			name: "too early for one", version: "2022-03-01", all: on, want: true,
			properties: `{"vnetRouteAllEnabled": true, "vnetBackupRestoreEnabled": true}`, ineffective: []string{"vnetBackupRestoreEnabled"},
		},
		{
			name: "too late", version: "2024-11-01",
			properties: `{"vnetRouteAllEnabled": true, "vnetImagePullEnabled": true}`, ineffective: []string{"vnetRouteAllEnabled", "vnetImagePullEnabled"},
		},
		{
			name: "members", version: "2024-11-01", all: on, images: on, want: false,
			properties: `{"outboundVnetRouting": {"applicationTraffic": false, "imagePullTraffic": false}}`,
		},
		{
			name: "all traffic", version: "2024-11-01", all: on, images: on, share: on, back: on, want: true,
			properties: `{"outboundVnetRouting": {"allTraffic": true, "applicationTraffic": false}}`,
		},
		{
			name: "all traffic unknown", version: "2024-11-01", all: on, want: true,
			images: value.Unknown, share: value.Unknown, back: value.Unknown,
			properties: `{"outboundVnetRouting": {"allTraffic": {"?": ""}, "applicationTraffic": true}}`,
		},
		{
			name: "members too early", version: "2024-04-01",
			properties: `{"outboundVnetRouting": {"applicationTraffic": true}}`, ineffective: []string{"outboundVnetRouting"},
		},
		{
			name: "unknown version", version: "", all: value.Unknown,
			properties: `{"vnetRouteAllEnabled": true}`,
		},
		{
			name: "configuration", version: "2021-02-01", all: on, want: true,
			properties: `{"siteConfig": {"vnetRouteAllEnabled": true}}`,
		},
		{
			name: "property and configuration", version: "2023-12-01", all: on, want: true,
			properties: `{"vnetRouteAllEnabled": true, "siteConfig": {"vnetRouteAllEnabled": true}}`,
		},
		{
			name: "contradiction", version: "2023-12-01", all: value.Unknown,
			properties: `{"vnetRouteAllEnabled": true, "siteConfig": {"vnetRouteAllEnabled": false}}`,
		},
		{
			name: "configuration too late", version: "2024-11-01", all: value.Unknown,
			properties: `{"siteConfig": {"vnetRouteAllEnabled": true}}`, ineffective: []string{"siteConfig.vnetRouteAllEnabled"},
		},
		{
			name: "configuration too late and off, which nobody misses", version: "2024-11-01",
			properties: `{"siteConfig": {"vnetRouteAllEnabled": false}}`,
		},
		{
			name: "settings", version: "2024-11-01", all: on, images: on, share: on, want: true,
			properties: `{"siteConfig": {"appSettings": [{"name": "WEBSITE_VNET_ROUTE_ALL", "value": "1"},
				{"name": "WEBSITE_PULL_IMAGE_OVER_VNET", "value": "true"}, {"name": "website_contentovervnet", "value": 1}]}}`,
		},
		{
			name: "property before setting", version: "2024-04-01", all: on, want: false,
			properties: `{"vnetRouteAllEnabled": false, "siteConfig": {"appSettings": [{"name": "WEBSITE_VNET_ROUTE_ALL", "value": "1"}]}}`,
		},
		{
			name: "unknown settings", version: "2024-04-01", all: value.Unknown, images: value.Unknown, share: value.Unknown,
			properties: `{"siteConfig": {"appSettings": {"?": ""}}}`,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := shop(t, test.version, `"app"`, test.properties).Routing
			for name, v := range map[string]struct {
				want value.State
				got  value.Of[bool]
			}{
				"all": {test.all, r.All}, "images": {test.images, r.ImagePull},
				"share": {test.share, r.ContentShare}, "backup": {test.back, r.BackupRestore},
			} {
				assert.Equal(t, v.want, v.got.State(), name)
				if v.got.IsKnown() {
					assert.Equal(t, test.want, v.got.Or(!test.want), name)
				}
			}
			assert.Equal(t, test.ineffective, r.Ineffective)
		})
	}
}

func TestConfigChildRouting(t *testing.T) {
	m := model(t,
		arm(t, "shop", "Microsoft.Web/sites@2023-12-01", `{"name": "shop", "properties": {"vnetRouteAllEnabled": false}}`),
		arm(t, "web", "Microsoft.Web/sites/config@2023-12-01", `{"name": "shop/web", "properties": {"vnetRouteAllEnabled": true}}`),
	)
	assert.True(t, value.Is(m.Sites[0].Routing.All, true), "the child comes after its parent")
	assert.Equal(t, network.Routing{}.Ineffective, m.Sites[0].Routing.Ineffective)
}
