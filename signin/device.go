package signin

import "strings"

// DeviceOf is what sort of browser somebody uses, in two words of a closed list ("firefox windows"), so that they know it again in
// the list of their sign-ins. Nothing else of it is kept. Each is worded by lang "signin.browsers." and "signin.systems.".
func DeviceOf(userAgent string) string {
	return first(userAgent, browsers) + " " + first(userAgent, systems)
}

// Whoever pretends to be another names itself first: Edge says Chrome, and Chrome says Safari.
var (
	browsers = [][2]string{{"SamsungBrowser", "samsung"}, {"Edg", "edge"}, {"OPR/", "opera"}, {"Firefox", "firefox"}, {"FxiOS", "firefox"},
		{"CriOS", "chrome"}, {"Chrome", "chrome"}, {"Safari", "safari"}}
	systems = [][2]string{{"iPhone", "iphone"}, {"iPad", "ipad"}, {"Android", "android"}, {"Windows", "windows"}, {"Mac OS", "mac"},
		{"CrOS", "chromebook"}, {"Linux", "linux"}}
)

func first(text string, words [][2]string) string {
	for _, w := range words {
		if strings.Contains(text, w[0]) {
			return w[1]
		}
	}
	return "other"
}
