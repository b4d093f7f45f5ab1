package schema

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var from = flag.String("from", "", "rebuild the embedded files from the schema dumps (azurerm-v*.json) in this folder")

// TestImport rebuilds the embedded files:
//
//	go test ./pkg/frontend/terraform/schema -run TestImport -from FOLDER
//
// A dump is what the provider's own schema-api tool prints. It lacks some of
// what is needed here, which [sensitive] and testdata/corrections.json supply.
func TestImport(t *testing.T) {
	if *from == "" {
		t.Skip("no folder of schema dumps is given with -from")
	}
	corrections := readCorrections(t)
	for _, version := range []string{version3, version4, version5} {
		data, err := os.ReadFile(filepath.Join(*from, "azurerm-v"+version+".json"))
		require.NoError(t, err)
		f, err := convert(data, corrections["all"], corrections[version])
		require.NoError(t, err, version)
		text, err := lines(f)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(embeddedName(version), text, 0o644))
	}
}

// dump is the provider's schema as its schema-api tool prints it.
type dump struct {
	Version                string
	Resources, DataSources map[string]dumpedType
}

type dumpedType struct {
	Schema   map[string]*dumpedArgument
	Timeouts map[string]int
}

type dumpedArgument struct {
	Type string
	Elem *struct {
		Type   string
		Schema map[string]*dumpedArgument
	}
	// ConfigMode is printed only where it is not the SDK's default, and
	// SchemaConfigModeAttr is then printed as "Auto".
	ConfigMode                             string
	Required, Optional, Computed, ForceNew bool
	Default                                any
	MinItems, MaxItems                     int
}

// corrections are arguments by type ("data." before a data source) and path; a
// null argument does not exist. They were found by comparing the dumps with the
// schemas a build of each release holds. The dumps lack every argument named
// "description". That of version 3 was made with the switch on by which its code
// behaves as version 4 would.
type corrections map[string]map[string]*argument

func readCorrections(t *testing.T) map[string]corrections {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "corrections.json"))
	require.NoError(t, err)
	var byVersion map[string]corrections
	require.NoError(t, json.Unmarshal(data, &byVersion))
	return byVersion
}

func convert(data []byte, corrected ...corrections) (*file, error) {
	var d dump
	if err := json.Unmarshal(data, &d); err != nil {
		return nil, err
	}
	f := &file{Version: d.Version, Resources: map[string]json.RawMessage{}, DataSources: map[string]json.RawMessage{}}
	for typ, r := range d.Resources {
		var err error
		if f.Resources[typ], err = convertType(typ, r, corrected); err != nil {
			return nil, fmt.Errorf("%s: %w", typ, err)
		}
	}
	for typ, r := range d.DataSources {
		var err error
		if f.DataSources[typ], err = convertType("data."+typ, r, corrected); err != nil {
			return nil, fmt.Errorf("data.%s: %w", typ, err)
		}
	}
	return f, nil
}

func convertType(typ string, dumped dumpedType, corrected []corrections) (json.RawMessage, error) {
	b := body{Timeouts: slices.Sorted(maps.Keys(dumped.Timeouts))}
	var err error
	if b.Arguments, err = convertAll(dumped.Schema); err != nil {
		return nil, err
	}
	for _, c := range corrected {
		for path, a := range c[typ] {
			if err := correct(b.Arguments, path, a); err != nil {
				return nil, fmt.Errorf("correction of %s: %w", path, err)
			}
		}
	}
	classify(typ, "", b.Arguments)
	return json.Marshal(b)
}

func convertAll(dumped map[string]*dumpedArgument) (map[string]*argument, error) {
	arguments := make(map[string]*argument, len(dumped))
	for name, d := range dumped {
		a := &argument{
			Type:     typeName(d.Type),
			Required: d.Required, Optional: d.Optional, Computed: d.Computed, ForceNew: d.ForceNew,
			Default: d.Default, MinItems: d.MinItems, MaxItems: d.MaxItems,
		}
		switch d.ConfigMode {
		case "":
		case "Auto":
			a.AsAttribute = true
		default:
			return nil, fmt.Errorf("%s: config mode %q is unknown", name, d.ConfigMode)
		}
		if d.Elem != nil {
			a.Of = typeName(d.Elem.Type)
			if d.Elem.Schema != nil {
				var err error
				if a.Elem, err = convertAll(d.Elem.Schema); err != nil {
					return nil, fmt.Errorf("%s: %w", name, err)
				}
			}
		}
		arguments[name] = a
	}
	return arguments, nil
}

func correct(arguments map[string]*argument, path string, a *argument) error {
	name, rest, nested := strings.Cut(path, ".")
	switch {
	case nested && (arguments[name] == nil || arguments[name].Elem == nil):
		return fmt.Errorf("there is no block %s", name)
	case nested:
		return correct(arguments[name].Elem, rest, a)
	case a == nil:
		delete(arguments, name)
	default:
		arguments[name] = a
	}
	return nil
}

// classify marks what is sensitive and what is write-only, neither of which a
// dump says.
func classify(typ, parent string, arguments map[string]*argument) {
	for name, a := range arguments {
		path := parent + "." + name
		a.Sensitive = isSensitive(typ, path)
		a.WriteOnly = strings.HasSuffix(name, "_wo")
		classify(typ, path, a.Elem)
	}
}

func typeName(dumped string) string { return strings.ToLower(strings.TrimPrefix(dumped, "Type")) }

// sensitive lists what the provider declares sensitive, by the end of the
// argument's path, and the types that are exceptions. Three arguments that an
// old release forgot to declare (radius_server_secret of version 3 and of the
// data source, admin_password of a registry read in version 3) are not.
var sensitive = map[string][]string{
	"access_key":                             nil,
	"admin_password":                         nil,
	"administrator_login_password":           nil,
	"administrator_login_password_wo":        nil,
	"api_key":                                nil,
	"app_secret":                             nil,
	"application_insights_connection_string": nil,
	"application_insights_key":               nil,
	"application_logs.azure_blob_storage.sas_url": {
		"azurerm_linux_web_app", "azurerm_linux_web_app_slot", "azurerm_windows_web_app", "azurerm_windows_web_app_slot",
	},
	"authentication_certificate.data": nil,
	"authorization_key":               {"azurerm_express_route_connection"},
	"basic_auth":                      nil,
	"client_secret":                   nil,
	"connection_string.value":         nil,
	"consumer_secret":                 nil,
	"custom_domain_verification_id": {
		"azurerm_app_service", "azurerm_function_app", "azurerm_logic_app_standard",
	},
	"docker_registry_password":             nil,
	"http_logs.azure_blob_storage.sas_url": nil,
	"password":                             nil,
	"pfx_blob":                             nil,
	"primary_access_key":                   nil,
	"primary_blob_connection_string":       nil,
	"primary_connection_string":            nil,
	"primary_key":                          nil,
	"radius_server.secret":                 nil,
	"radius_server_secret":                 nil,
	"registry_password":                    nil,
	"registry_username":                    nil,
	"repository_token":                     nil,
	"secondary_access_key":                 nil,
	"secondary_blob_connection_string":     nil,
	"secondary_connection_string":          nil,
	"secondary_key":                        nil,
	"send_key_value":                       nil,
	"service_key":                          nil,
	"shared_key":                           nil,
	"site_credential": {
		"azurerm_app_service", "azurerm_app_service_slot", "azurerm_function_app",
		"azurerm_function_app_slot", "azurerm_logic_app_standard",
	},
	"site_credential.name":            nil,
	"ssl_certificate.data":            nil,
	"storage_account_access_key":      nil,
	"storage_account_url":             nil,
	"trusted_client_certificate.data": nil,
	"trusted_root_certificate.data":   nil,
}

func isSensitive(typ, path string) bool {
	for end, except := range sensitive {
		if strings.HasSuffix(path, "."+end) {
			return !slices.Contains(except, typ)
		}
	}
	return false
}

// lines writes the format that readLines reads.
func lines(f *file) ([]byte, error) {
	var out bytes.Buffer
	fmt.Fprintf(&out, "version %s\n", f.Version)
	for _, kind := range []struct {
		word  string
		types map[string]json.RawMessage
	}{{"resource", f.Resources}, {"data", f.DataSources}} {
		for _, name := range slices.Sorted(maps.Keys(kind.types)) {
			var body bytes.Buffer
			if err := json.Compact(&body, kind.types[name]); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			fmt.Fprintf(&out, "%s %s %s\n", kind.word, name, body.Bytes())
		}
	}
	return out.Bytes(), nil
}
