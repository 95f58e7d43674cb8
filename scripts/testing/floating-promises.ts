import ts from 'typescript';

/**
 * Finds promises that nobody waits for, with the compiler's own types. The linter looks for them too, but was seen to miss
 * those that Node.js's own modules return.
 */
export function findFloatingPromises(program: ts.Program, isOurs: (fileName: string) => boolean): ts.Diagnostic[] {
  const checker = program.getTypeChecker();
  const found: ts.Diagnostic[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isExpressionStatement(node) && isFloating(checker, node.expression)) {
      found.push({
        category: ts.DiagnosticCategory.Error,
        code: 0,
        file: node.getSourceFile(),
        start: node.getStart(),
        length: node.getWidth(),
        messageText:
          'Nobody waits for this promise: await it, return it, give it a rejection handler, or mark it by void.',
      });
    }
    ts.forEachChild(node, visit);
  };
  for (const file of program.getSourceFiles()) {
    if (!file.isDeclarationFile && isOurs(file.fileName)) visit(file);
  }
  return found;
}

function isFloating(checker: ts.TypeChecker, expression: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(expression)) return isFloating(checker, expression.expression);
  if (ts.isBinaryExpression(expression)) {
    const operator = expression.operatorToken.kind;
    if (operator === ts.SyntaxKind.CommaToken) {
      return isFloating(checker, expression.left) || isFloating(checker, expression.right);
    }
    const isLogical =
      operator === ts.SyntaxKind.AmpersandAmpersandToken ||
      operator === ts.SyntaxKind.BarBarToken ||
      operator === ts.SyntaxKind.QuestionQuestionToken;
    return isLogical && isFloating(checker, expression.right);
  }
  if (ts.isConditionalExpression(expression)) {
    return isFloating(checker, expression.whenTrue) || isFloating(checker, expression.whenFalse);
  }
  if (ts.isAwaitExpression(expression) || ts.isVoidExpression(expression)) return false;
  if (!ts.isCallExpression(expression) && !ts.isNewExpression(expression) && !ts.isIdentifier(expression)) return false;
  const type = checker.getTypeAtLocation(expression);
  if (isBuilderStep(checker, expression, type)) return false;
  if (!isPromiseLike(checker, type, expression) && !isListOfPromises(checker, type, expression)) return false;
  return !handlesRejection(checker, expression);
}

/** `request.set(…)` hands the request back to be gone on with; whoever holds it waits for it. */
function isBuilderStep(checker: ts.TypeChecker, expression: ts.Expression, type: ts.Type): boolean {
  if (type.symbol?.name === 'Promise') return false;
  if (!ts.isCallExpression(expression) || !ts.isPropertyAccessExpression(expression.expression)) return false;
  return checker.getTypeAtLocation(expression.expression.expression) === type;
}

function isPromiseLike(checker: ts.TypeChecker, type: ts.Type, at: ts.Node): boolean {
  if (type.isUnion()) return type.types.some((member) => isPromiseLike(checker, member, at));
  if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never)) return false;
  const symbol = type.symbol ?? type.aliasSymbol;
  if (symbol?.name === 'Promise' || symbol?.name === 'PromiseLike') return true;
  // Other thenables, such as a query builder, count where `then` and `catch` are there: they do nothing unless awaited.
  return Boolean(type.getProperty('then') && type.getProperty('catch'));
}

function isListOfPromises(checker: ts.TypeChecker, type: ts.Type, at: ts.Node): boolean {
  if (!checker.isArrayType(type)) return false;
  const [element] = checker.getTypeArguments(type as ts.TypeReference);
  return element !== undefined && isPromiseLike(checker, element, at);
}

function handlesRejection(checker: ts.TypeChecker, expression: ts.Expression): boolean {
  if (!ts.isCallExpression(expression) || !ts.isPropertyAccessExpression(expression.expression)) return false;
  const method = expression.expression.name.text;
  if (method === 'catch') return expression.arguments.length >= 1;
  if (method === 'then') return expression.arguments.length >= 2;
  if (method === 'finally') return !isFloating(checker, expression.expression.expression);
  return false;
}
