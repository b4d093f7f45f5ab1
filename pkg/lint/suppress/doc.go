// Package suppress reads the comments by which users silence findings, and
// applies them:
//
//	# appnetlint:ignore RULE[,RULE…] [until=YYYY-MM-DD] -- reason
//	# appnetlint:ignore-file RULE[,RULE…] [until=YYYY-MM-DD] -- reason
//
// It knows no language: a front end tells where the comments and the blocks of a
// file are. "all" stands for every rule.
//
// A comment on a line of its own holds for the next line that has more than
// comments on it, one at the end of a line for that line; where a block begins on
// that line, it holds for the whole block. A comment that holds for a module call
// holds for what is found inside the module, too.
//
// A comment that cannot be read suppresses nothing: a typo must not silence more,
// or longer, than was meant.
package suppress
