package standin

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// differs lists what the real provider's own code plans otherwise, and nothing
// that concerns App Service networking reads.
var differs = map[string]bool{
	"azurerm_cdn_frontdoor_firewall_policy.js_challenge_cookie_expiration_in_minutes": true,
	"azurerm_cdn_frontdoor_firewall_policy.captcha_cookie_expiration_in_minutes":      true,
	"azurerm_web_application_firewall_policy.policy_settings":                         true,
	"azurerm_storage_container.storage_account_name":                                  true,
	"azurerm_storage_container.resource_manager_id":                                   true,
}

type plannedChange struct {
	Actions      []string
	After        map[string]any
	AfterUnknown map[string]any `json:"after_unknown"`
}

// The plans of the stand-in are those that the real provider makes, attribute by
// attribute. The folder in APPNETLINT_CASES holds configurations, each with the
// plan.json of the real provider; those of older major versions are named v3-… and
// v4-….
func TestPlansAreThoseOfTheRealProvider(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("APPNETLINT_CASES")
	if folder == "" {
		t.Skip("APPNETLINT_CASES names no folder of configurations with real plans")
	}
	if reason, ok := Available(); !ok {
		t.Skip(reason)
	}
	configurations, err := filepath.Glob(filepath.Join(folder, "*", "main.tf"))
	require.NoError(t, err)
	require.NotEmpty(t, configurations)
	for _, main := range configurations {
		dir := filepath.Dir(main)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			options := Options{Major: 5}
			switch name := filepath.Base(dir); {
			case strings.HasPrefix(name, "v3"):
				options.Major = 3
			case strings.HasPrefix(name, "v4"):
				options.Major = 4
			}
			ours, err := Plan(t.Context(), dir, options)
			require.NoError(t, err)
			theirs, err := os.ReadFile(filepath.Join(dir, "plan.json"))
			require.NoError(t, err)
			assert.Equal(t, changesOf(t, theirs), changesOf(t, ours))
		})
	}
}

// changesOf reads the changes of a plan by address, without what differs.
func changesOf(t *testing.T, plan []byte) map[string]plannedChange {
	t.Helper()
	var p struct {
		Changes []struct {
			Address, Type string
			Change        plannedChange
		} `json:"resource_changes"`
	}
	require.NoError(t, json.Unmarshal(plan, &p))
	changes := map[string]plannedChange{}
	for _, r := range p.Changes {
		for _, values := range []map[string]any{r.Change.After, r.Change.AfterUnknown} {
			for name := range values {
				if differs[r.Type+"."+name] {
					delete(values, name)
				}
			}
		}
		changes[r.Address] = r.Change
	}
	return changes
}
