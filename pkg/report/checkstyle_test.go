package report

import (
	"encoding/xml"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type checkstyleDocument struct {
	XMLName xml.Name `xml:"checkstyle"`
	Version string   `xml:"version,attr"`
	Files   []struct {
		Name   string `xml:"name,attr"`
		Errors []struct {
			Line     int    `xml:"line,attr"`
			Column   int    `xml:"column,attr"`
			Severity string `xml:"severity,attr"`
			Message  string `xml:"message,attr"`
			Source   string `xml:"source,attr"`
		} `xml:"error"`
	} `xml:"file"`
}

func TestCheckstyle(t *testing.T) {
	var d checkstyleDocument
	require.NoError(t, xml.Unmarshal([]byte(write(t, Checkstyle, hostile(), Options{})), &d))
	require.Len(t, d.Files, 3)
	assert.Equal(t, "infra/a%b;c]d,e:f/mäin|`1`.tf", d.Files[0].Name)
	require.Len(t, d.Files[0].Errors, 3)

	wide := d.Files[0].Errors[1]
	assert.Equal(t, 1, wide.Line)
	assert.Equal(t, 8, wide.Column, "UTF-16 units")
	assert.Equal(t, "warning", wide.Severity)
	assert.Equal(t, "appnetlint.accessrestriction.access-rule-shadowed", wide.Source)
	assert.Contains(t, wide.Message, "100% of a:b, c;d] | <b> & \"q\" 'r' `s`")

	assert.Equal(t, "infra/b/main.tf", d.Files[1].Name)
	assert.Equal(t, "info", d.Files[1].Errors[0].Severity)
	assert.Equal(t, "<stdin>", d.Files[2].Name)
	assert.Zero(t, d.Files[2].Errors[0].Column, "where nothing tells it, there is none")
}

func TestCheckstyleIsValid(t *testing.T) {
	for name, r := range reports() {
		t.Run(name, func(t *testing.T) {
			text := write(t, Checkstyle, r, Options{})
			var d checkstyleDocument
			require.NoError(t, xml.Unmarshal([]byte(text), &d))
			n := 0
			for _, f := range d.Files {
				n += len(f.Errors)
			}
			assert.Equal(t, len(r.Findings)+len(r.Errors), n)
			validateXML(t, "checkstyle.xsd", text)
		})
	}
}
