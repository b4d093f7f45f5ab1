package lint_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

func TestForResourceManager(t *testing.T) {
	for message, want := range map[string]string{
		"Set `ip_restriction_default_action` (ARM: `ipSecurityRestrictionsDefaultAction`) to \"Deny\".":                                                     "Set `ipSecurityRestrictionsDefaultAction` to \"Deny\".",
		"Set `public_network_access_enabled` to false (ARM: `publicNetworkAccess` to \"Disabled\"), or restrict access.":                                    "Set `publicNetworkAccess` to \"Disabled\", or restrict access.",
		"Set `public_network_access_enabled = false` (ARM: `publicNetworkAccess: 'Disabled'`).":                                                             "Set `publicNetworkAccess: 'Disabled'`.",
		"Set `vnet_route_all_enabled = true` in `site_config` (ARM: `a.b`, before API version 2024-11-01 `c`).":                                             "Set `a.b: true`, before API version 2024-11-01 `c: true`.",
		"Set `minimum_tls_version` and `scm_minimum_tls_version` (ARM: `minTlsVersion`, `scmMinTlsVersion`) to `1.2`.":                                      "Set `minTlsVersion`, `scmMinTlsVersion` to `1.2`.",
		"Set `ssl_state = \"SniEnabled\"` (ARM: `sslState`).":                                                                                               "Set `sslState: 'SniEnabled'`.",
		"Use `scm_ip_restriction_default_action = \"Deny\"` for a list of the SCM site (ARM: `a`, `b`).":                                                    "Use `a: 'Deny'`, `b: 'Deny'` for a list of the SCM site.",
		"See `x`. Set the attribute to true (ARM: leave it out).":                                                                                           "See `x`. Set the attribute to true (ARM: leave it out).",
		"`ftp_publish_basic_authentication_enabled = false` (ARM: `basicPublishingCredentialsPolicies/ftp` with `allow: false`).":                           "`basicPublishingCredentialsPolicies/ftp` with `allow: false`.",
		"Remove it (`virtual_network_subnet_id`; ARM: `virtualNetworkSubnetId`).":                                                                           "Remove it (`virtualNetworkSubnetId`).",
		"`ftps_state` (ARM: `ftpsState`) is not set. Set `ftps_state` to \"Disabled\".":                                                                     "`ftpsState` is not set. Set `ftpsState` to \"Disabled\".",
		"Azure refuses it. Use `service_tag` (ARM: add `tag: 'ServiceTag'` beside `ipAddress`).":                                                            "Azure refuses it. Add `tag: 'ServiceTag'` beside `ipAddress`.",
		"Set `vnet_image_pull_enabled`, with Windows web apps `virtual_network_image_pull_enabled`, to true (ARM: `a`, before API version 2024-11-01 `b`).": "Set `a`, before API version 2024-11-01 `b`, to true.",
		"The azurerm provider stops with an error, and elsewhere it has no effect.":                                                                         "It has no effect.",
		"Nothing to spell.": "Nothing to spell.",
	} {
		assert.Equal(t, want, lint.ForResourceManager(message))
	}
}
