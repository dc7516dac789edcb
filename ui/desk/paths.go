package desk

import (
	"net/url"
	"strconv"

	"github.com/samedoor/samedoor/cases"
)

type draftRow = cases.DraftRow

func showRef(ref string) string { return cases.ShowReference(ref) }

// draftPath is the one screen of an application, and below it what is posted to it.
func draftPath(ref string, verb ...string) string { return below("/desk/draft/"+showRef(ref), verb) }

// casePath is a case's page.
func casePath(ref string, verb ...string) string { return below("/desk/case/"+showRef(ref), verb) }

// personPath is a person's page.
func personPath(account int64, verb ...string) string {
	return below("/desk/person/"+number(account), verb)
}

func below(path string, verb []string) string {
	for _, v := range verb {
		path += "/" + v
	}
	return path
}

// with adds what is asked to a path.
func with(path string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// wanted reads the number of an account or a draft; what is none is nobody's.
func wanted(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}
