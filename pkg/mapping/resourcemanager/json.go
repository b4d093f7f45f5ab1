package resourcemanager

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// decodeJSON reads JSON text that stands in a string of the configuration. All
// values have the range of the string.
func decodeJSON(text string, at source.Range) (iac.Value, error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	v, err := decodeValue(d, at)
	if err != nil {
		return iac.Value{}, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return iac.Value{}, errors.New("there is something after its end")
	}
	return v, nil
}

func decodeValue(d *json.Decoder, at source.Range) (iac.Value, error) {
	token, err := d.Token()
	if err != nil {
		return iac.Value{}, err
	}
	switch t := token.(type) {
	case json.Delim:
		if t == '{' {
			return decodeObject(d, at)
		}
		return decodeList(d, at)
	case string:
		return iac.StringValue(t, at), nil
	case json.Number:
		return iac.NumberValue(t.String(), at), nil
	case bool:
		return iac.BoolValue(t, at), nil
	}
	return iac.NullValue(at), nil
}

func decodeObject(d *json.Decoder, at source.Range) (iac.Value, error) {
	var keys []string
	var items []iac.Value
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return iac.Value{}, err
		}
		item, err := decodeValue(d, at)
		if err != nil {
			return iac.Value{}, err
		}
		keys, items = append(keys, fmt.Sprint(key)), append(items, item)
	}
	_, err := d.Token()
	return iac.ObjectValue(keys, items, at), err
}

func decodeList(d *json.Decoder, at source.Range) (iac.Value, error) {
	var items []iac.Value
	for d.More() {
		item, err := decodeValue(d, at)
		if err != nil {
			return iac.Value{}, err
		}
		items = append(items, item)
	}
	_, err := d.Token()
	return iac.ListValue(items, at), err
}

// unreadable says that JSON text could not be read.
func unreadable(r *iac.Resource, attribute string, at source.Range, err error) *source.Error {
	return &source.Error{
		At:      at,
		Message: r.Address + ": " + attribute + " is not JSON (" + strconv.Quote(err.Error()) + "); it is left out.",
	}
}
