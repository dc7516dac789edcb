package importing

import (
	"regexp"
	"strings"
)

// parseExpression reads a condition that was written by hand, in the runner's language of expressions:
// "fee.paid == true and not (age < 16)". What it cannot read is a constant with the reason.
func parseExpression(source string) *expr {
	if len(source) > 4000 {
		return &expr{op: "const", why: "the expression is too long"}
	}
	p := &parser{tokens: token.FindAllString(source, -1), left: maxTests}
	e := p.or(0)
	if p.failed || p.peek() != "" {
		return &expr{op: "const", why: "the expression '" + clip(source) + "' cannot be read"}
	}
	return e
}

var (
	token      = regexp.MustCompile(`'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[\pL_$][\pL\pN_$.\-]*|-?\d+(?:\.\d+)?|==|!=|<=|>=|&&|\|\||[^\s]`)
	identifier = regexp.MustCompile(`^[\pL_$]`)
	numeric    = regexp.MustCompile(`^-?\d`)
)

type parser struct {
	tokens []string
	at     int
	left   int
	failed bool
}

func (p *parser) peek() string {
	if p.at < len(p.tokens) {
		return p.tokens[p.at]
	}
	return ""
}

func (p *parser) next() string {
	t := p.peek()
	p.at++
	return t
}

// takes moves on where one of these stands next.
func (p *parser) takes(words ...string) bool {
	for _, w := range words {
		if strings.EqualFold(p.peek(), w) {
			p.at++
			return true
		}
	}
	return false
}

func (p *parser) fail() *expr {
	p.failed = true
	return &expr{op: "const"}
}

func (p *parser) or(deep int) *expr {
	list := []*expr{p.and(deep)}
	for p.takes("or", "||") && !p.failed {
		list = append(list, p.and(deep))
	}
	return join("or", list)
}

func (p *parser) and(deep int) *expr {
	list := []*expr{p.unary(deep)}
	for p.takes("and", "&&") && !p.failed {
		list = append(list, p.unary(deep))
	}
	return join("and", list)
}

func (p *parser) unary(deep int) *expr {
	p.left--
	switch {
	case deep > maxDepth || p.left < 0 || p.failed:
		return p.fail()
	case p.takes("not", "!"):
		return &expr{op: "not", kids: []*expr{p.unary(deep + 1)}}
	case p.takes("("):
		e := p.or(deep + 1)
		if !p.takes(")") {
			return p.fail()
		}
		return e
	}
	return p.comparison()
}

var operators = map[string]string{"==": "is", "!=": "is not", "<": "is less than", ">": "is more than", "<=": "is at most", ">=": "is at least"}

func (p *parser) comparison() *expr {
	left := p.next()
	switch {
	case left == "":
		return p.fail()
	case strings.EqualFold(left, "true") || strings.EqualFold(left, "false"):
		return &expr{op: "const", truth: strings.EqualFold(left, "true")}
	case strings.EqualFold(left, "length") && p.takes("("):
		name := p.next()
		if !p.takes(")") {
			return p.fail()
		}
		operator := operators[p.next()]
		return &expr{op: "test", name: name, operator: "length " + operator, value: p.next()}
	case p.takes("in"):
		return &expr{op: "test", name: p.next(), operator: "contains", value: unquote(left)}
	}
	operator, compares := operators[p.peek()]
	switch {
	case !identifier.MatchString(left):
		return p.fail()
	case !compares: // a condition by its name, or an answer that is true
		return &expr{op: "ref", name: left}
	}
	p.at++
	right := p.next()
	if r := p.relative(right); r != nil {
		if r.past { // the earlier the day, the longer ago
			operator = map[string]string{"is at most": "is at least", "is at least": "is at most", "is less than": "is more than", "is more than": "is less than"}[operator]
		}
		return &expr{op: "test", name: left, operator: operator, relative: r}
	}
	if right == "" || identifier.MatchString(right) && right != "true" && right != "false" {
		return p.fail()
	}
	return &expr{op: "test", name: left, operator: operator, value: unquote(right)}
}

// relative reads dateForComparison(-18, 'years'). The comparison is with a day, so that "<=" is not "at least" here.
func (p *parser) relative(word string) *relative {
	if word != "dateForComparison" && word != "timeForComparison" || !p.takes("(") {
		return nil
	}
	period := p.next()
	if !numeric.MatchString(period) || !p.takes(",") {
		p.failed = true
		return nil
	}
	unit := unquote(p.next())
	p.failed = p.failed || !p.takes(")")
	return &relative{strings.TrimPrefix(period, "-"), unit, strings.HasPrefix(period, "-"), word == "timeForComparison"}
}

func unquote(t string) string {
	if len(t) >= 2 && (t[0] == '\'' || t[0] == '"') {
		return strings.ReplaceAll(t[1:len(t)-1], `\`, "")
	}
	return t
}
