'use strict';
const { execFile } = require('child_process');
const path = require('path');
const vscode = require('vscode');
const { LanguageClient, TransportKind } = require('vscode-languageclient/node');

let client;
const plans = new Map();
const changed = new vscode.EventEmitter();

function command() {
  const configured = vscode.workspace.getConfiguration('runbook').get('command');
  return Array.isArray(configured) && configured.length > 0 ? configured : ['runbook'];
}

function fileOf(argument) {
  if (typeof argument === 'string') return argument;
  if (argument && argument.fsPath) return argument.fsPath;
  const editor = vscode.window.activeTextEditor;
  return editor && editor.document.languageId === 'runbook' ? editor.document.uri.fsPath : undefined;
}

async function start() {
  const [program, ...first] = command();
  client = new LanguageClient(
    'runbook',
    'Runbooks',
    { command: program, args: [...first, 'lsp'], transport: TransportKind.stdio },
    { documentSelector: [{ language: 'runbook' }] },
  );
  await client.start();
}

// The plan is made by the command line, of what is saved: reading a script does nothing.
function makePlan(file) {
  const [program, ...first] = command();
  return new Promise((resolve) =>
    execFile(
      program,
      [...first, 'plan', file],
      { cwd: path.dirname(file), timeout: 60000, maxBuffer: 4 << 20, env: { ...process.env, NO_COLOR: '1' } },
      (_, output, errors) => resolve([output, errors].filter(Boolean).join('\n')),
    ),
  );
}

async function refresh(file) {
  plans.set(file, await makePlan(file));
  changed.fire(vscode.Uri.from({ scheme: 'runbook-plan', path: file }));
}

async function showPlan(argument) {
  const file = fileOf(argument);
  if (!file) return;
  await refresh(file);
  await vscode.window.showTextDocument(vscode.Uri.from({ scheme: 'runbook-plan', path: file }), {
    viewColumn: vscode.ViewColumn.Beside,
    preserveFocus: true,
    preview: true,
  });
}

function rehearse(argument) {
  const file = fileOf(argument);
  if (!file) return;
  const [program, ...first] = command();
  const task = new vscode.Task(
    { type: 'runbook', file },
    vscode.TaskScope.Workspace,
    `rehearse ${path.basename(file)}`,
    'runbook',
    new vscode.ProcessExecution(program, [...first, 'rehearse', file], { cwd: path.dirname(file) }),
  );
  return vscode.tasks.executeTask(task);
}

async function showSnapshot(argument) {
  const file = fileOf(argument);
  if (file) await vscode.window.showTextDocument(vscode.Uri.file(file), { preview: true });
}

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand('runbook.plan', showPlan),
    vscode.commands.registerCommand('runbook.rehearse', rehearse),
    vscode.commands.registerCommand('runbook.showSnapshot', showSnapshot),
    vscode.commands.registerCommand('runbook.restart', async () => {
      if (client) await client.stop();
      await start();
    }),
    vscode.workspace.registerTextDocumentContentProvider('runbook-plan', {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) => plans.get(uri.path) ?? '',
    }),
    vscode.workspace.onDidSaveTextDocument((saved) => {
      if (plans.has(saved.uri.fsPath)) void refresh(saved.uri.fsPath);
    }),
    vscode.workspace.onDidCloseTextDocument((closed) => {
      if (closed.uri.scheme === 'runbook-plan') plans.delete(closed.uri.path);
    }),
  );
  await start();
}

async function deactivate() {
  if (client) await client.stop();
}

module.exports = { activate, deactivate };
