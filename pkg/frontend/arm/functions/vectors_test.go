package functions_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/functions"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
)

// read makes a value of JSON text.
func read(t *testing.T, s string) partial.Value {
	t.Helper()
	v, err := invoke("json", partial.StringValue(s))
	require.NoError(t, err, s)
	return v
}

func TestVectors(t *testing.T) {
	t.Parallel()
	for _, v := range []struct{ name, args, want string }{
		{"any", `[{"a":1}]`, `{"a":1}`},
		{"true", `[]`, `true`},
		{"false", `[]`, `false`},
		{"null", `[]`, `null`},
		{"array", `["x"]`, `["x"]`},
		{"array", `[["x"]]`, `["x"]`},
		{"array", `[{"a":1}]`, `[{"a":1}]`},
		{"createArray", `[]`, `[]`},
		{"createArray", `[1,"x",[2]]`, `[1,"x",[2]]`},
		{"createObject", `[]`, `{}`},
		{"createObject", `["a",1,"b",[2]]`, `{"a":1,"b":[2]}`},
		{"base64", `["héllo"]`, `"aMOpbGxv"`},
		{"base64ToString", `["aMOpbGxv"]`, `"héllo"`},
		{"base64ToJson", `["eydhJzogJ2InfQ=="]`, `{"a":"b"}`},
		{"dataUri", `["Hi"]`, `"data:text/plain;charset=utf-8;base64,SGk="`},
		{"dataUri", `[{"a":[1,true]}]`, `"data:text/plain;charset=utf-8;base64,eyJhIjpbMSx0cnVlXX0="`},
		{"dataUriToString", `["data:;base64,SGVsbG8="]`, `"Hello"`},
		{"dataUriToString", `["data:text/plain,a%20b"]`, `"a b"`},
		{"uriComponent", `["http://h/a b?c=é"]`, `"http%3A%2F%2Fh%2Fa%20b%3Fc%3D%C3%A9"`},
		{"uriComponentToString", `["http%3A%2f%2Fh%2Fa%20b+%zz"]`, `"http://h/a b+%zz"`},
		{"uri", `["https://host/a/b","c/d.json"]`, `"https://host/a/c/d.json"`},
		{"uri", `["https://host/a/b/","c.json"]`, `"https://host/a/b/c.json"`},
		{"uri", `["https://HOST:443/a/","../c.json?x=1"]`, `"https://host/c.json?x=1"`},
		{"parseUri", `["https://host:8443/a/b?c=d"]`, `{"scheme":"https","host":"host","port":8443,"path":"/a/b","query":"?c=d"}`},
		{"buildUri", `[{"scheme":"https","host":"host","port":8080,"path":"/a","query":"?b=1"}]`, `"https://host:8080/a?b=1"`},
		{"buildUri", `[{"scheme":"https","host":"host","port":null,"path":"a"}]`, `"https://host/a"`},
		{"bool", `["TRUE"]`, `true`},
		{"bool", `["0"]`, `false`},
		{"bool", `[2]`, `true`},
		{"int", `["-12"]`, `-12`},
		{"int", `[7]`, `7`},
		{"float", `["10.5"]`, `10.5`},
		{"float", `["3"]`, `3`},
		{"string", `[true]`, `"True"`},
		{"string", `[-5]`, `"-5"`},
		{"string", `[["a",1,true,null]]`, `"[\"a\",1,true,null]"`},
		{"string", `[{"a":{"b":"c\"d"}}]`, `"{\"a\":{\"b\":\"c\\\"d\"}}"`},
		{"json", `["{a: 'b', /* c */ d: [1,], e: 1.5} // end"]`, `{"a":"b","d":[1],"e":1.5}`},
		{"json", `["null"]`, `null`},
		{"json", `["\"\\u0041\\uD83D\\uDE00\""]`, `"A😀"`},
		{"concat", `["a",1,true,"b"]`, `"a1Trueb"`},
		{"concat", `[[1],[],[2,1]]`, `[1,2,1]`},
		{"join", `[["a",1,true],"-"]`, `"a-1-True"`},
		{"join", `[[],"-"]`, `""`},
		{"split", `["a,b;c",[",",";"]]`, `["a","b","c"]`},
		{"split", `["a--b","--"]`, `["a","b"]`},
		{"split", `["/a/","/"]`, `["","a",""]`},
		{"split", `["","/"]`, `[""]`},
		{"split", `["abc",""]`, `["abc"]`},
		{"replace", `["aAa","a","b"]`, `"bAb"`},
		{"padLeft", `[7,3,"0"]`, `"007"`},
		{"padLeft", `["abcd",3]`, `"abcd"`},
		{"toLower", `["ÄbC"]`, `"äbc"`},
		{"toUpper", `["äbC"]`, `"ÄBC"`},
		{"trim", `["\t a b \n"]`, `"a b"`},
		{"substring", `["one two",4]`, `"two"`},
		{"substring", `["one two",4,2]`, `"tw"`},
		{"substring", `["abc",3]`, `""`},
		{"substring", `["x😀y",1,2]`, `"😀"`},
		{"take", `["abc",9]`, `"abc"`},
		{"take", `["abc",-1]`, `""`},
		{"take", `[[1,2,3],2]`, `[1,2]`},
		{"skip", `["abc",1]`, `"bc"`},
		{"skip", `["abc",9]`, `""`},
		{"skip", `[[1,2,3],-1]`, `[1,2,3]`},
		{"first", `[""]`, `""`},
		{"first", `[[]]`, `null`},
		{"last", `["abc"]`, `"c"`},
		{"last", `[[1,[2]]]`, `[2]`},
		{"empty", `[null]`, `true`},
		{"empty", `[{}]`, `true`},
		{"empty", `[[0]]`, `false`},
		{"length", `["a😀"]`, `3`},
		{"length", `[{"a":1,"b":2}]`, `2`},
		{"contains", `["FOOBAR","foo"]`, `false`},
		{"contains", `["a1","1"]`, `true`},
		{"contains", `[{"Ab":1},"aB"]`, `true`},
		{"contains", `[[{"a":[1]}],{"a":[1]}]`, `true`},
		{"contains", `[["a"],"A"]`, `false`},
		{"indexOf", `["FOOBAR","bar"]`, `3`},
		{"indexOf", `["é😀b","B"]`, `3`},
		{"indexOf", `[["a","B"],"b"]`, `-1`},
		{"lastIndexOf", `["abAB","ab"]`, `2`},
		{"lastIndexOf", `[[1,2,1],1]`, `2`},
		{"startsWith", `["FooBar","fOO"]`, `true`},
		{"startsWith", `["Foo","FooBar"]`, `false`},
		{"endsWith", `["FooBar","BAR"]`, `true`},
		{"like", `["WestEurope","west*"]`, `true`},
		{"like", `["abcabc","a*b*c"]`, `true`},
		{"like", `["ab","ab*b"]`, `false`},
		{"distinct", `[[1,"a",1,{"b":2},{"b":2},"A"]]`, `[1,"a",{"b":2},"A"]`},
		{"union", `[[1,1,2],[2,3]]`, `[1,2,3]`},
		{"union", `[{"p":{"a":1,"b":2},"l":[1]},{"P":{"b":3,"c":4},"l":[2],"z":null}]`, `{"p":{"a":1,"b":3,"c":4},"l":[2],"z":null}`},
		{"shallowMerge", `[[{"ABC":0,"p":{"a":1}},{"aBC":1,"p":{"b":2}}]]`, `{"ABC":1,"p":{"b":2}}`},
		{"intersection", `[[1,2,2,3],[2,3],[3,2]]`, `[2,3]`},
		{"intersection", `[{"a":1,"b":{"x":1}},{"A":1,"b":{"x":2}}]`, `{"a":1}`},
		{"flatten", `[[[1],[],[2,[3]]]]`, `[1,2,[3]]`},
		{"items", `[{"b":1,"A":2}]`, `[{"key":"A","value":2},{"key":"b","value":1}]`},
		{"objectKeys", `[{"b":1,"C":3,"a":2}]`, `["a","b","C"]`},
		{"range", `[-1,3]`, `[-1,0,1]`},
		{"range", `[5,0]`, `[]`},
		{"min", `[3,-1,2]`, `-1`},
		{"max", `[[3,-1,2]]`, `3`},
		{"add", `[2,3]`, `5`},
		{"sub", `[2,3]`, `-1`},
		{"mul", `[-4,3]`, `-12`},
		{"div", `[-7,2]`, `-3`},
		{"mod", `[-7,2]`, `-1`},
		{"minus", `[4]`, `-4`},
		{"equals", `[{"a":1,"b":2},{"b":2,"A":1}]`, `true`},
		{"equals", `["a","A"]`, `false`},
		{"equals", `[1,"1"]`, `false`},
		{"equalsFold", `["a","A"]`, `true`},
		{"less", `[1,2]`, `true`},
		{"less", `["abc","abd"]`, `true`},
		{"lessOrEquals", `["abc","abc"]`, `true`},
		{"greater", `[2,10]`, `false`},
		{"greaterOrEquals", `[2,2]`, `true`},
		{"not", `[false]`, `true`},
		{"format", `["{0}/{1}/{0}","a",true]`, `"a/True/a"`},
		{"format", `["{{{0:D3}}} {1,5}|{1,-4}|",7,"ab"]`, `"{007}    ab|ab  |"`},
		{"format", `["{0:N0} {0:N} {0:F1} {1:x} {1:X4} {0:000000}",12345,255]`, `"12,345 12,345.00 12345.0 ff 00FF 012345"`},
		{"format", `["{0}{1}{2}",null,{"a":["b",true]},[1]]`, `"{'a':['b',true]}[1]"`},
		{"uniqueString", `["snap","crackle","pop"]`, `"byghxckddilkc"`},
		{"guid", `["foo","bar","baz"]`, `"2ed86837-7c7c-5eaa-9864-dd077fd19b0d"`},
		{"tryGet", `[{"a":{"B":[1]}},"A"]`, `{"B":[1]}`},
		{"tryGet", `[{"a":{"B":[1]}},"a","b",0]`, `1`},
		{"tryGet", `[{"a":1},"x","y"]`, `null`},
		{"tryGet", `[null,"x"]`, `null`},
		{"tryGet", `[[1],4]`, `null`},
		{"tryGet", `[{"a":[1,2,3]},"a",{"value":1,"fromEnd":true}]`, `3`},
		{"tryGet", `[{"a":[1,2,3]},"a",{"value":1,"fromEnd":false}]`, `2`},
		{"indexFromEnd", `[[1,2,3],1]`, `3`},
		{"tryIndexFromEnd", `[[1,2,3],4]`, `null`},
		{"dateTimeToEpoch", `["2023-05-02T15:16:13Z"]`, `1683040573`},
		{"dateTimeToEpoch", `["20230502T151613Z"]`, `1683040573`},
		{"dateTimeFromEpoch", `[1683040573]`, `"2023-05-02T15:16:13Z"`},
		{"dateTimeAdd", `["2020-04-07 14:53:14Z","-P9D","u"]`, `"2020-03-29 14:53:14Z"`},
		{"dateTimeAdd", `["2020-04-07T14:53:14Z","PT1H","o"]`, `"2020-04-07T15:53:14.0000000Z"`},
		{"dateTimeAdd", `["2020-04-07T14:53:14Z","PT10H30M","yyyyMMddTHHmmssZ"]`, `"20200408T012314Z"`},
		{"dateTimeAdd", `["2020-04-07","P1W","ddd, d MMM yy 'at' hh:mm tt fff"]`, `"Tue, 14 Apr 20 at 12:00 AM 000"`},
		{"parseCidr", `["10.144.0.0/20"]`, `{"network":"10.144.0.0","netmask":"255.255.240.0","broadcast":"10.144.15.255","firstUsable":"10.144.0.1","lastUsable":"10.144.15.254","cidr":20}`},
		{"parseCidr", `["fdad:3236:5555::/48"]`, `{"network":"fdad:3236:5555::","netmask":"ffff:ffff:ffff::","firstUsable":"fdad:3236:5555::","lastUsable":"fdad:3236:5555:ffff:ffff:ffff:ffff:ffff","cidr":48}`},
		{"cidrSubnet", `["10.144.0.0/20",24,4]`, `"10.144.4.0/24"`},
		{"cidrSubnet", `["fdad:3236:5555::/48",52,1]`, `"fdad:3236:5555:1000::/52"`},
		{"cidrHost", `["10.144.3.0/24",0]`, `"10.144.3.1"`},
		{"cidrHost", `["fdad:3236:5555:3000::/52",0]`, `"fdad:3236:5555:3000::1"`},
	} {
		args := read(t, v.args)
		got, err := functions.Invoke(v.name, args.Items(), nil)
		if assert.NoError(t, err, "%s%s", v.name, v.args) {
			assert.Equal(t, read(t, v.want).Canonical(), got.Canonical(), "%s%s", v.name, v.args)
		}
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	for _, v := range []struct{ name, args, want string }{
		{"substring", `["abc",5]`, "substring: the start 5 lies outside a text of 3 characters."},
		{"substring", `["abc",1,3]`, "substring: 3 characters from 1 on are more than a text of 3 has."},
		{"substring", `["abc",-1]`, "substring: the start -1 is negative."},
		{"add", `[9223372036854775807,1]`, "add: the result 9223372036854775808 does not fit into 64 bits."},
		{"div", `[1,0]`, "div: the divisor is 0."},
		{"mod", `[1,0]`, "mod: the divisor is 0."},
		{"int", `["x"]`, "int: 'x' is no integer."},
		{"bool", `["yes"]`, "bool: 'yes' is neither true nor false."},
		{"float", `["0x1"]`, "float: '0x1' is no number."},
		{"fail", `["no way"]`, "fail: the template ends the deployment: no way"},
		{"format", `["{1}",1]`, "format: there is no argument for {1}."},
		{"format", `["{",1]`, "format: the format string has a { that is not closed."},
		{"format", `["}",1]`, "format: the format string has a } that closes nothing."},
		{"format", `["{x}",1]`, "format: the format string has a hole without the number of an argument."},
		{"range", `[0,10001]`, "range: a range has 0 to 10000 numbers, and not 10001."},
		{"range", `[2147483647,2]`, "range: the range reaches beyond 2147483647."},
		{"replace", `["a","","b"]`, "replace: there is no text to look for."},
		{"base64ToString", `["*"]`, "base64ToString: the text is no base64."},
		{"dataUriToString", `["x"]`, "dataUriToString: the text is no data URI."},
		{"json", `["{"]`, "json: the JSON text is wrong at character 2: the name of a member is missing."},
		{"json", `[""]`, "json: the JSON text is wrong at character 1: a value is missing."},
		{"concat", `["a",[1]]`, "concat: argument 2 is an array, and has to be a string, a number or a bool, as the others are."},
		{"concat", `[[1],"a"]`, "concat: argument 2 is a string, and has to be an array, as another one is."},
		{"union", `[[1],{"a":1}]`, "union: an array and an object cannot go together."},
		{"createObject", `["a"]`, "createObject: takes names and values in pairs, and gets 1 arguments."},
		{"tryGet", `[1,"a"]`, "tryGet: 'a' cannot be read of an integer."},
		{"indexFromEnd", `[[1],2]`, "indexFromEnd: position 2 lies outside an array of 1."},
		{"parseCidr", `["10.0.0"]`, "parseCidr: '10.0.0' is no address range such as 10.0.0.0/16."},
		{"cidrSubnet", `["10.0.0.0/16",8,0]`, "cidrSubnet: a /8 does not fit into a /16."},
		{"cidrSubnet", `["10.0.0.0/16",17,2]`, "cidrSubnet: there is no /17 number 2 in a /16."},
		{"cidrHost", `["10.0.0.0/30",2]`, "cidrHost: there is no address number 2 in a /30."},
		{"less", `[1,"a"]`, "less: an integer cannot be compared with a string."},
		{"toLower", `[1]`, "toLower: argument 1 is an integer, and has to be a string."},
		{"toLower", `[]`, "toLower: takes 1 argument, and gets 0."},
		{"padLeft", `["a"]`, "padLeft: takes 2 to 3 arguments, and gets 1."},
		{"union", `[]`, "union: takes at least 1 argument, and gets 0."},
		{"nope", `[]`, "nope: there is no function of this name."},
	} {
		_, err := functions.Invoke(v.name, read(t, v.args).Items(), nil)
		var typed *functions.Error
		if assert.ErrorAs(t, err, &typed, "%s%s", v.name, v.args) {
			assert.Equal(t, v.want, err.Error())
		}
	}
}

// TestWrongKinds calls every function with arguments of every kind.
func TestWrongKinds(t *testing.T) {
	t.Parallel()
	every := []partial.Value{
		partial.NullValue(), partial.BoolValue(true), partial.IntValue(1), partial.FloatValue("1.5"), partial.StringValue("x"),
		partial.ArrayValue(nil), partial.ObjectValue(nil, nil), partial.UnknownValue(nil), partial.HandleValue("h"), lambdas[0], lambdas[6], lambdas[11],
		partial.OpenArray(nil, &partial.Residual{}), partial.OpenObject(nil, nil, &partial.Residual{}), partial.TextValue(partial.StringValue("a"), partial.UnknownValue(nil)),
	}
	calls := 0
	for _, name := range functions.Names() {
		for n := range 5 {
			for i := range every {
				for j := range every {
					args := []partial.Value{every[i], every[j], every[(i+j)%len(every)], every[j]}[:min(n, 4)]
					v, err := invoke(name, args...)
					calls++
					require.True(t, err != nil || v.Kind() <= partial.Handle, name)
				}
			}
		}
	}
	require.Greater(t, calls, 10_000)
}

func TestLookup(t *testing.T) {
	t.Parallel()
	f, ok := functions.Lookup("UNIQUESTRING")
	require.True(t, ok)
	assert.Equal(t, "uniqueString", f.Name)
	assert.Equal(t, partial.StringType, f.Result)
	_, ok = functions.Lookup("if")
	assert.False(t, ok)
	for _, name := range []string{
		"any", "array", "base64", "base64ToJson", "base64ToString", "bool", "buildUri", "cidrHost", "cidrSubnet", "concat", "contains", "createArray", "createObject",
		"dataUri", "dataUriToString", "dateTimeAdd", "dateTimeFromEpoch", "dateTimeToEpoch", "distinct", "empty", "endsWith", "fail", "false", "filter", "first", "flatten",
		"float", "format", "groupBy", "guid", "indexFromEnd", "indexOf", "int", "intersection", "items", "join", "json", "last", "lastIndexOf", "length", "like", "map",
		"mapValues", "max", "min", "not", "null", "objectKeys", "padLeft", "parseCidr", "parseUri", "range", "reduce", "replace", "shallowMerge", "skip", "sort", "split",
		"startsWith", "string", "substring", "take", "toLower", "toObject", "toUpper", "trim", "true", "tryGet", "tryIndexFromEnd", "union", "uniqueString", "uri",
		"uriComponent", "uriComponentToString", "add", "sub", "mul", "div", "mod", "minus", "equals", "equalsFold", "greater", "greaterOrEquals", "less", "lessOrEquals",
	} {
		f, ok := functions.Lookup(name)
		require.True(t, ok, name)
		assert.Equal(t, name, f.Name)
	}
}

// An address without a prefix length stands for the range of its class, and a safe access to
// a text finds nothing: published modules rest on both.
func TestLenient(t *testing.T) {
	t.Parallel()
	for _, v := range []struct{ name, args, want string }{
		{"cidrSubnet", `["10.0.0.0",16,1]`, `"10.1.0.0/16"`},
		{"cidrSubnet", `["172.16.0.0",24,0]`, `"172.16.0.0/24"`},
		{"cidrSubnet", `["192.168.1.0",25,1]`, `"192.168.1.128/25"`},
		{"tryGet", `["text","a"]`, `null`},
	} {
		got, err := functions.Invoke(v.name, read(t, v.args).Items(), nil)
		require.NoError(t, err, v.args)
		assert.Equal(t, v.want, got.Canonical(), v.args)
	}
}
