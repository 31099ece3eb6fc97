import type { Temporal } from "temporal-polyfill";
import type { Closeout } from "../../src/domain/closeout.ts";
import type { Installation } from "../../src/domain/identity.ts";
import type { Item } from "../../src/domain/item.ts";
import type { Migration } from "../../src/domain/migration.ts";
import type { CardNotice } from "../../src/domain/notice.ts";
import type { Permission } from "../../src/domain/permissions.ts";
import type { Role, RoleHolders } from "../../src/domain/role.ts";
import type { SnoozeChoice } from "../../src/domain/snooze.ts";
import type { HomeView, ItemsView, ItemView, TodoView } from "../../src/domain/views.ts";
import type { Member } from "../../src/ports.ts";
import type { AdmitMemberInput, AdmitMemberOutcome } from "../../src/usecases/admit-member.ts";

type Problem = { readonly field: string; readonly message: string };
type Permitted = Extract<Permission, { readonly allowed: false }>["who"];

export type StartCloseoutInput = {
  readonly migrationId: string;
  readonly name: string;
  readonly cutoverDate: string;
  readonly cutoverTime: string;
  readonly timeZone: string;
  readonly roles: Partial<Record<Role, string>>;
  readonly budget: string;
};

export type StartCloseoutOutcome =
  | { readonly kind: "started"; readonly closeout: Closeout }
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] }
  | { readonly kind: "unavailable"; readonly error: { readonly sentence: string } };

export type PrepareStartOutcome =
  | {
      readonly kind: "ready";
      readonly preset: {
        readonly migration?: Migration;
        readonly name?: string;
        readonly cutover?: Temporal.Instant;
        readonly timeZone: string;
      };
    }
  | { readonly kind: "channel_taken" | "migration_taken"; readonly by: Closeout }
  | { readonly kind: "migration_not_ready"; readonly migration: Migration }
  | { readonly kind: "migration_not_found"; readonly id: string }
  | { readonly kind: "unavailable"; readonly sentence: string };

export type ItemAct =
  | { readonly kind: "complete" }
  | { readonly kind: "reopen" }
  | { readonly kind: "skip"; readonly reason: string }
  | { readonly kind: "assign"; readonly user: string | undefined }
  | { readonly kind: "snooze"; readonly until: SnoozeChoice }
  | { readonly kind: "due"; readonly to: string }
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "evidence"; readonly text: string };

export type ChangeItemOutcome =
  | { readonly kind: "changed"; readonly closeout: Closeout; readonly item: Item }
  | { readonly kind: "already"; readonly closeout: Closeout; readonly item: Item }
  | { readonly kind: "not_permitted"; readonly closeout: Closeout; readonly who: Permitted }
  | { readonly kind: "no_such_item"; readonly closeout: Closeout; readonly suggestion?: string }
  | { readonly kind: "invalid"; readonly closeout: Closeout; readonly message: string }
  | { readonly kind: "closed" }
  | { readonly kind: "no_closeout" };

export type ChangeSettingsOutcome =
  | { readonly kind: "changed"; readonly closeout: Closeout }
  | { readonly kind: "unchanged"; readonly closeout: Closeout }
  | { readonly kind: "invalid"; readonly problems: readonly Problem[] }
  | { readonly kind: "not_permitted"; readonly closeout: Closeout; readonly who: Permitted };

/** What the listeners call, each bound to its dependencies. */
export type UseCases = {
  admitMember(input: AdmitMemberInput): Promise<AdmitMemberOutcome>;
  prepareStart(input: {
    readonly member: Member;
    readonly channel: string;
    readonly migrationId?: string;
  }): Promise<PrepareStartOutcome>;
  startCloseout(input: {
    readonly member: Member;
    readonly channel: string;
    readonly input: StartCloseoutInput;
  }): Promise<StartCloseoutOutcome>;
  searchMigrations(input: {
    readonly query: string;
    readonly limit: number;
  }): Promise<
    | { readonly kind: "found"; readonly migrations: readonly Migration[] }
    | { readonly kind: "unavailable"; readonly sentence: string }
  >;
  changeItem(input: {
    readonly closeoutId: string;
    readonly itemId: string;
    readonly member: Member;
    readonly act: ItemAct;
  }): Promise<ChangeItemOutcome>;
  findCloseout(input: {
    readonly installation: Installation;
    readonly channel: string;
  }): Promise<Closeout | undefined>;
  readStatus(input: { readonly closeoutId: string }): Promise<CardNotice>;
  readItems(input: { readonly closeoutId: string }): Promise<ItemsView>;
  readItem(input: {
    readonly closeoutId: string;
    readonly itemId: string;
    readonly member: Member;
  }): Promise<ItemView | { readonly kind: "no_such_item" }>;
  readTodo(input: { readonly member: Member }): Promise<TodoView>;
  readHome(input: { readonly member: Member }): Promise<HomeView>;
  changeSettings(input: {
    readonly closeoutId: string;
    readonly member: Member;
    readonly input: {
      readonly digestTime: string;
      readonly quietFrom: string;
      readonly quietTo: string;
      readonly workingDays: readonly number[];
      readonly ownerAfterDays: number;
      readonly sponsorAfterDays: number;
      readonly roles?: Partial<RoleHolders>;
    };
  }): Promise<ChangeSettingsOutcome>;
  turnPage(input: { readonly deliveryId: string; readonly page: number }): Promise<boolean>;
  refreshMessage(input: { readonly deliveryId: string }): Promise<void>;
};
