package azure

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseUserMetadata(t *testing.T) {
	const loose = ` [ { "value" : "db:1" , "key" : "endpoint" } ] `
	for s, want := range map[string]Endpoint{
		`[{"key":"endpoint","value":"db.contoso.com:1433"}]`: {"db.contoso.com", 1433},
		loose: {"db", 1},
		`[{"key":"owner","value":"me"},{"key":"endpoint","value":"10.0.0.4:65535"}]`:             {"10.0.0.4", 65535},
		`[{"key":"Endpoint","value":"[fd00::1]:443","more":1}]`:                                  {"fd00::1", 443},
		`[{"key":"endpoint","value":"db.contoso.com:1433"},{"key":"endpoints","value":"other"}]`: {"db.contoso.com", 1433},
	} {
		got, err := ParseUserMetadata(s)
		require.NoError(t, err, s)
		assert.Equal(t, want, got, s)
	}
}

func TestParseUserMetadataErrors(t *testing.T) {
	for s, want := range map[string]error{
		``:                                ErrMetadataSyntax,
		`endpoint`:                        ErrMetadataSyntax,
		`[{"key":"endpoint"`:              ErrMetadataSyntax,
		`[{"key":"endpoint"}] x`:          ErrMetadataSyntax,
		`[{\"key\":\"endpoint\"}]`:        ErrMetadataEscaped,
		`{"key":"endpoint"}`:              ErrMetadataFormat,
		`"db:1433"`:                       ErrMetadataFormat,
		`[1]`:                             ErrMetadataFormat,
		`[{"key":"endpoint","value":1}]`:  ErrMetadataFormat,
		`[]`:                              ErrNoEndpoint,
		`null`:                            ErrNoEndpoint,
		`[{"key":"host","value":"db:1"}]`: ErrNoEndpoint,
		`[{"key":"endpoint","value":"a:1"},{"key":"endpoint","value":"b:1"}]`: ErrManyEndpoints,
		`[{"key":"endpoint"}]`:                             ErrEndpointFormat,
		`[{"key":"endpoint","value":"db"}]`:                ErrEndpointFormat,
		`[{"key":"endpoint","value":":1433"}]`:             ErrEndpointFormat,
		`[{"key":"endpoint","value":"http://db:80"}]`:      ErrEndpointFormat,
		`[{"key":"endpoint","value":"db server:80"}]`:      ErrEndpointFormat,
		`[{"key":"endpoint","value":"fd00::1:443"}]`:       ErrEndpointFormat,
		`[{"key":"endpoint","value":"db:"}]`:               ErrEndpointPort,
		`[{"key":"endpoint","value":"db:0"}]`:              ErrEndpointPort,
		`[{"key":"endpoint","value":"db:-1"}]`:             ErrEndpointPort,
		`[{"key":"endpoint","value":"db:65536"}]`:          ErrEndpointPort,
		`[{"key":"endpoint","value":"db:https"}]`:          ErrEndpointPort,
		`[{"key":"endpoint","value":"db:99999999999999"}]`: ErrEndpointPort,
	} {
		_, err := ParseUserMetadata(s)
		require.ErrorIs(t, err, want, s)
		assert.NotContains(t, err.Error(), "Go ", "the words of encoding/json are not for users")
	}
}

func TestUserMetadata(t *testing.T) {
	endpoint := Endpoint{"db.contoso.com", 1433}
	assert.JSONEq(t, `[{"key":"endpoint","value":"db.contoso.com:1433"}]`, endpoint.UserMetadata())
	assert.Equal(t, "[fd00::1]:443", Endpoint{"fd00::1", 443}.String())
}

func TestHybridPortConcern(t *testing.T) {
	concern, ok := HybridPortConcern(445)
	assert.True(t, ok)
	assert.Contains(t, concern, "drive")
	_, ok = HybridPortConcern(1433)
	assert.False(t, ok)
}

func FuzzParseUserMetadata(f *testing.F) {
	f.Add(`[{"key":"endpoint","value":"db.contoso.com:1433"}]`)
	f.Add(`[{\"key\":\"endpoint\"}]`)
	f.Add(`[{"key":"endpoint","value":"[::1]:1"}]`)
	f.Add(`null`)
	f.Fuzz(func(t *testing.T, s string) {
		endpoint, err := ParseUserMetadata(s)
		if err != nil {
			require.Zero(t, endpoint)
			require.NotEmpty(t, err.Error())
			return
		}
		require.NotZero(t, endpoint.Port)
		again, err := ParseUserMetadata(endpoint.UserMetadata())
		require.NoError(t, err)
		require.Equal(t, endpoint, again)
	})
}
