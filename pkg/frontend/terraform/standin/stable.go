package standin

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// timestamp is what every plan says it was made at.
const timestamp = "2000-01-01T00:00:00Z"

// stable gives the JSON of a plan the same bytes each time. Two things differ
// from one run of Terraform to the next: the time, which a configuration may
// also ask for with plantimestamp(), and the order of relevant_attributes.
func stable(plan []byte) ([]byte, error) {
	var made struct{ Timestamp string }
	if err := json.Unmarshal(plan, &made); err != nil {
		return nil, fmt.Errorf("reading the plan: %w", err)
	}
	plan = bytes.ReplaceAll(plan, []byte(made.Timestamp), []byte(timestamp))

	decoder := json.NewDecoder(bytes.NewReader(plan))
	if _, err := decoder.Token(); err != nil { // the opening brace
		return nil, fmt.Errorf("reading the plan: %w", err)
	}
	var ordered bytes.Buffer
	separator := "{"
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return nil, fmt.Errorf("reading the plan: %w", err)
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return nil, fmt.Errorf("reading the plan: %w", err)
		}
		if key == "relevant_attributes" {
			if value, err = sorted(value); err != nil {
				return nil, fmt.Errorf("reading the plan: %w", err)
			}
		}
		fmt.Fprintf(&ordered, "%s%q:%s", separator, key, value)
		separator = ","
	}
	ordered.WriteString("}")
	return ordered.Bytes(), nil
}

// sorted sorts the elements of an array by their text.
func sorted(array json.RawMessage) (json.RawMessage, error) {
	var elements []json.RawMessage
	if err := json.Unmarshal(array, &elements); err != nil {
		return nil, err
	}
	slices.SortFunc(elements, func(a, b json.RawMessage) int { return bytes.Compare(a, b) })
	return json.Marshal(elements)
}
