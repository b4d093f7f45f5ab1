package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/source"
)

func readJSON(t *testing.T, text string) JSONDocument {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	var d JSONDocument
	require.NoError(t, decoder.Decode(&d))
	return d
}

// What is written piece by piece is what the types say: written anew from them,
// it is the same document.
func TestJSONRoundTrip(t *testing.T) {
	for name, report := range cases {
		t.Run(name, func(t *testing.T) {
			text := write(t, JSON, report(), Options{})
			var again bytes.Buffer
			encoder := json.NewEncoder(&again)
			require.NoError(t, encoder.Encode(readJSON(t, text)))
			assert.JSONEq(t, text, again.String())
		})
	}
}

func TestJSONLists(t *testing.T) {
	d := readJSON(t, write(t, JSON, Report{}, Options{}))
	assert.NotNil(t, d.Roots)
	assert.NotNil(t, d.Findings)
	assert.NotNil(t, d.Undecided)
	assert.NotNil(t, d.Errors)
	assert.Equal(t, "1.0", d.SchemaVersion)
}

func TestJSONPlaces(t *testing.T) {
	d := readJSON(t, write(t, JSON, mixed(), Options{}))

	assert.Equal(t, JSONRange{JSONPosition{9, 17}, JSONPosition{9, 24}}, *d.Findings[1].Range, "columns count runes")
	downloaded := d.Findings[2]
	assert.Equal(t, "main.tf", downloaded.File)
	assert.Equal(t, 5, downloaded.Range.Start.Line)
	assert.Equal(t, ".terraform/modules/far/main.tf", downloaded.Origin.File)
	assert.True(t, downloaded.Calls[0].Downloaded)
	inPlan := d.Findings[3]
	assert.Equal(t, "plan.json", inPlan.File)
	assert.Nil(t, inPlan.Range)
	assert.Equal(t, "plan.json", d.Findings[4].File, "nowhere is somewhere in the configuration")
}

func TestBase(t *testing.T) {
	r := mixed()
	r.Base = "infra"
	r.Findings[3].At.File = source.NewFile("/tmp/plan.json", nil)
	r.Findings[4].Root = "<stdin>"
	d := readJSON(t, write(t, JSON, r, Options{}))
	assert.Equal(t, "infra/modules/web app/main.tf", d.Findings[0].File)
	assert.Equal(t, "infra/main.tf", d.Findings[0].Calls[0].File)
	assert.Equal(t, "infra", d.Findings[0].Root)
	assert.Equal(t, "/tmp/plan.json", d.Findings[3].File)
	assert.Equal(t, "<stdin>", d.Findings[4].File)
}
