package match

import (
	"slices"
	"strings"
)

// FullName is a full name taken apart for matching. People write one field; which word is what is a guess, so each part has
// several readings.
type FullName struct {
	Given   []string // first given name first; then joined with the second ("mary ann" = "maryann"), then middle names
	Surname []string // the whole surname first; then the parts of a double one, and it without "de", "van"
	Middle  []string // what stands between the first given name and the surname
	All     []string // every word, once

	middleText string   // the middle names in one
	forms      []string // what the first given name is short for
}

// titles are dropped where a name remains without them.
var titles = set("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev", "revd", "parch", "jr", "snr", "esq")

// openingTitles are surnames too, so they are dropped only before a given name and a surname.
var openingTitles = set("sir", "dame", "lord", "lady", "master", "doctor", "professor", "reverend", "father", "sister")

// welshSon stands between a Welsh given name and the father's: Dafydd ap Rhys is found as Dafydd Rhys.
var welshSon = set("ap", "ab", "ferch", "verch")

// IsWelshSon says whether a folded word is one of these.
func IsWelshSon(word string) bool { return welshSon[word] }

// particles belong to the surname that follows and are often left out.
var particles = set("de", "da", "do", "dos", "di", "du", "del", "della", "la", "le", "van", "von", "der", "den", "ter", "bin", "ibn",
	"binti", "al", "el", "st", "saint")

// clan is written together with what follows: Mac Donald, Mc Donald, O Brien.
var clan = set("mc", "mac", "o")

// afterName are words that open what follows a name and is not part of it: thomas clifford, 1st baron.
var afterName = set("sir", "dame", "lord", "lady", "baron", "baroness", "baronet", "bt", "earl", "duke", "duchess", "viscount", "viscountess", "marquess",
	"count", "countess", "jr", "jnr", "junior", "sr", "snr", "senior", "phd", "obe", "mbe", "cbe", "kbe", "om", "kc", "qc", "mp", "ms", "esq", "frs", "dl", "jp", "the")

// readNameOf reads a name that may come in one piece or in two. What has a surname of its own needs no guess.
func readNameOf(n Name) FullName {
	out := ReadName(n.Full)
	if n.Given != "" || n.Surname != "" {
		out = readParts(n)
	}
	if len(out.Given) > 0 {
		out.forms = formal[out.Given[0]]
	}
	return out
}

func readParts(n Name) FullName {
	given, last := NameWords(missing(n.Given)), JoinClan(dropWelshSon(NameWords(missing(n.Surname))))
	if len(given) > 1 {
		given = DropTitles(given)
	}
	out := FullName{All: flat(append(append([]string{}, given...), last...))}
	if len(given) > 0 {
		out.Middle = given[1:]
		out.middleText = strings.Join(out.Middle, " ")
		out.Given = givens(given[0], out.Middle)
	}
	if len(last) > 0 {
		first := 0
		for first < len(last)-1 && particles[last[first]] {
			first++
		}
		out.Surname = surnames(last[:len(last)-1], last[len(last)-1])
		if len(last) > 1 && first < len(last)-1 { // two surnames: either may stand alone
			out.Surname = Distinct(append(out.Surname, last[first:]...))
		}
	}
	return out
}

// beforeComma puts "Clifford, Thomas" in order, and leaves out what follows a whole name: "Thomas Clifford, 1st Baron Clifford".
func beforeComma(full string) string {
	first, rest, ok := strings.Cut(full, ",")
	words := NameWords(rest)
	if !ok || len(words) == 0 {
		return full
	}
	if strings.ContainsAny(rest, "0123456789") || afterName[words[0]] {
		return first
	}
	if len(NameWords(first)) > 2 {
		return full
	}
	return rest + " " + first
}

// ReadName takes a full name apart.
func ReadName(full string) FullName {
	words := JoinClan(dropWelshSon(DropTitles(NameWords(beforeComma(missing(full))))))
	if len(words) == 0 {
		return FullName{}
	}
	n := FullName{All: flat(words)}
	last := len(words) - 1
	if last == 0 {
		n.Surname = surnames(nil, words[0])
		return n
	}
	first := last
	for first > 1 && particles[words[first-1]] {
		first--
	}
	n.Surname = surnames(words[first:last], words[last])
	n.Middle = words[1:first]
	n.middleText = strings.Join(n.Middle, " ")
	n.Given = givens(words[0], n.Middle)
	for _, s := range n.Surname {
		n.All = Distinct(append(n.All, s))
	}
	return n
}

func givens(first string, middle []string) []string {
	out := []string{strings.ReplaceAll(first, "-", "")}
	if parts := strings.Split(first, "-"); len(parts) > 1 {
		out = append(out, parts[0])
	}
	if len(middle) > 0 && len(middle[0]) > 1 {
		out = append(out, out[0]+strings.ReplaceAll(middle[0], "-", ""))
	}
	for _, m := range middle {
		if len(m) > 1 {
			out = append(out, strings.ReplaceAll(m, "-", ""))
		}
	}
	return Distinct(out)
}

func surnames(before []string, last string) []string {
	whole := strings.Join(before, "") + strings.ReplaceAll(last, "-", "")
	out := []string{whole, strings.ReplaceAll(last, "-", "")}
	for _, part := range strings.Split(last, "-") {
		if len(part) > 1 {
			out = append(out, part)
		}
	}
	return Distinct(out)
}

func DropTitles(words []string) []string {
	rest := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return titles[w] })
	if len(rest) == 0 {
		return words
	}
	if len(rest) > 2 && openingTitles[rest[0]] {
		rest = rest[1:]
	}
	return rest
}

// dropWelshSon leaves out "ap" between two names.
func dropWelshSon(words []string) []string {
	var out []string
	for i, w := range words {
		if i == 0 || i == len(words)-1 || !welshSon[w] {
			out = append(out, w)
		}
	}
	return out
}

// JoinClan writes "mc donald" as "mcdonald". A last "mac" is a name of its own.
func JoinClan(words []string) []string {
	var out []string
	for i := 0; i < len(words); i++ {
		if clan[words[i]] && i+1 < len(words) && len(words[i+1]) > 2 {
			out = append(out, words[i]+words[i+1])
			i++
			continue
		}
		out = append(out, words[i])
	}
	return out
}

// Parts are a word and, where it is hyphenated, it in one and its parts.
func Parts(word string) []string {
	if !strings.Contains(word, "-") {
		return []string{word}
	}
	return Distinct(append([]string{strings.ReplaceAll(word, "-", "")}, strings.Split(word, "-")...))
}

// flat are the words, double ones in one and in parts.
func flat(words []string) []string {
	var out []string
	for _, w := range words {
		out = append(out, Parts(w)...)
	}
	return Distinct(out)
}

func Distinct(words []string) []string {
	var out []string
	for _, w := range words {
		if w != "" && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

func set(words ...string) map[string]bool {
	out := make(map[string]bool, len(words))
	for _, w := range words {
		out[w] = true
	}
	return out
}
