package compiler

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/featc-lang/featc/lang/ast"
	"github.com/featc-lang/featc/lang/diag"
	"github.com/featc-lang/featc/lang/source"
)

func problem(code diag.Code, span source.Span, message, help string) *diag.Diagnostic {
	return &diag.Diagnostic{Code: code, Severity: diag.Error, Message: message, Span: span, Help: help}
}

func notAFeatFile(path ast.StringLit) *diag.Diagnostic {
	return problem("F0206", path.Span, "an import names a .feat file", "imports are relative to this file: `import \"../common/entities.feat\"`")
}

func unreadable(span source.Span, name string, err error) *diag.Diagnostic {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return problem("F0206", span, fmt.Sprintf("cannot read %s: %v", name, err), "imports are relative to the file that they stand in")
}

func otherPackage(id, first ast.Ident) *diag.Diagnostic {
	d := problem("F0207", id.Span, fmt.Sprintf("package %s in a folder of package %s", id.Name, first.Name),
		"all files of a folder are of one package; import files of others")
	d.Related = []diag.Related{{Span: first.Span, Text: "the first is here"}}
	return d
}

func noFolder(dir string, err error) *diag.Diagnostic {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return problem("F0208", source.Span{}, fmt.Sprintf("cannot read the folder %s: %v", dir, err), "")
}

func noFiles(dir string) *diag.Diagnostic {
	return problem("F0208", source.Span{}, fmt.Sprintf("the folder %s has no .feat files", dir), "`featc init` makes a first one")
}

// loadCodes documents the diagnostics of this package. An example is one file,
// which cannot show what is wrong with a folder.
var loadCodes = []diag.Info{
	{
		Code: "F0206", Title: "import that cannot be read",
		Explain: "The file does not exist or cannot be read. Imports are relative to the file that they stand in.",
		Example: "package p\n\nimport \"missing.feat\"\n",
	},
	{
		Code: "F0207", Title: "two packages in one folder",
		Explain: "All .feat files of a folder are one package. Put the others into a folder of their own and import them.",
	},
	{
		Code: "F0208", Title: "folder without .feat files",
		Explain: "The folder does not exist, or nothing in it ends in .feat.",
	},
}
