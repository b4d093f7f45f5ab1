package functions

import (
	"time"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

func timeEntries() map[string]entry {
	return map[string]entry{
		"formatdate": made(stdlib.FormatDateFunc),
		"timeadd":    made(stdlib.TimeAddFunc),
		"timecmp":    made(compareTimes()),
	}
}

func compareTimes() function.Function {
	return plain(cty.Number, params(param("timestamp_a", cty.String), param("timestamp_b", cty.String)), nil,
		func(args []cty.Value) (cty.Value, error) {
			var times [2]time.Time
			for i, arg := range args {
				t, err := time.Parse(time.RFC3339, arg.AsString())
				if err != nil {
					return cty.NilVal, function.NewArgErrorf(i, "must be a timestamp such as 2006-01-02T15:04:05Z (RFC 3339)")
				}
				times[i] = t
			}
			return cty.NumberIntVal(int64(times[0].Compare(times[1]))), nil
		})
}
